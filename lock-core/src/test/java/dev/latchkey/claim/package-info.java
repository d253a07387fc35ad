@NullMarked
package dev.latchkey.claim;

import org.jspecify.annotations.NullMarked;
