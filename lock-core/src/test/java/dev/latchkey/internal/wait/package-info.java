@NullMarked
package dev.latchkey.internal.wait;

import org.jspecify.annotations.NullMarked;
