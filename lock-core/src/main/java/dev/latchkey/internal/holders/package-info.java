/**
 * Finds the processes that hold a lock: by the table of locks of the kernel, by the files
 * that processes have open, and by the age of heartbeats.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.holders;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
