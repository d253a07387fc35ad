/**
 * The system: one small interface for each group of verbs that locks need. A call that
 * can fail returns the negative error number
 * ({@link dev.latchkey.internal.platform.Errno}); the layers above turn it into an
 * exception that says what was being done.
 *
 * <p>
 * Not for applications: it changes without notice.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.platform;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
