/**
 * Claims: keys of a directory, each owned by at most one process of the machine, each
 * with content that anyone can read while it is owned.
 *
 * <p>
 * The protocol is section 3.1 of the design, described in {@code docs/protocols.md}; it
 * excludes other programs that speak it.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.claim;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
