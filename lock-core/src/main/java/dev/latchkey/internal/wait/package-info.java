/**
 * Waits for locks in the kernel and for changes of files; deadlines and timers.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.wait;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
