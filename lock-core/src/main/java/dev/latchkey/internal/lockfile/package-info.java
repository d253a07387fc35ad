/**
 * Lock files, where they are and what they are called: files that stay and files that
 * exist only while the lock is held, opened in one place and checked against their names.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.lockfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
