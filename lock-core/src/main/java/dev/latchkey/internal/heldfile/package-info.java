/**
 * Held file locks: a file that exists exactly while its lock is held, readable by people
 * and by programs that speak the plain protocol.
 *
 * <p>
 * The protocol is section 3.2 of the design, described in {@code docs/protocols.md}.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.heldfile;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
