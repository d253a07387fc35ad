@NullMarked
package dev.latchkey.internal.claim;

import org.jspecify.annotations.NullMarked;
