/**
 * Pid files: the format, and the lock that is made of it.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.pidfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
