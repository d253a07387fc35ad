/**
 * Floor 2: the two mechanisms that carry every lock, and what they share.
 *
 * <ul>
 * <li>{@link dev.latchkey.file.StandingLockFile}: the file is always there; held means an
 * exclusive flock(2) on it.</li>
 * <li>{@link dev.latchkey.file.PublishedProtocol}: the file is there only while the lock
 * is held, complete and locked from the instant it has a name.</li>
 * </ul>
 *
 * <p>
 * The rules are those of {@code docs/protocols.md}. Applications need
 * {@link dev.latchkey.file.LockRuntime} from here and nothing else.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.file;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
