/**
 * Floor 1: the system. One small interface for each group of verbs that locks need, and
 * the one place that chooses the system
 * ({@link dev.latchkey.internal.platform.Platform}). A call that can fail returns the
 * negative error number ({@link dev.latchkey.internal.platform.Errno}); the floors above
 * turn it into an exception that says what was being done.
 *
 * <p>
 * Not for applications: it changes without notice.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.platform;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
