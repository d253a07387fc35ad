@NullMarked
package dev.latchkey.tier;

import org.jspecify.annotations.NullMarked;
