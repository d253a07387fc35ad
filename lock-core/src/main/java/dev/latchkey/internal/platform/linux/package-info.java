/**
 * Linux, through the C library.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.platform.linux;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
