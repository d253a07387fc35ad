/**
 * Starts child processes that inherit a lock.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.spawn;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
