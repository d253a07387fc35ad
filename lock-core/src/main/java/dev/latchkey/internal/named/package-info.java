/**
 * Named locks: one file for each name stays in a directory, and holding the lock means an
 * exclusive flock(2) on that file. Any program can take part, such as {@code flock(1)}.
 *
 * <p>
 * The protocol is described in {@code docs/protocols.md}, "Named locks".
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.named;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
