/**
 * Writer locks: one process at a time writes a data file. {@code <file>.lock} exists
 * while it does, with a record that programs without flock understand.
 *
 * <p>
 * The protocol is section 3.3 of the design, described in {@code docs/protocols.md}.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.writer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
