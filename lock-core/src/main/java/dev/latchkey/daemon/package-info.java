/**
 * The one instance of a program: its pid file, how it is stopped safely, what it says
 * about itself while it runs, and a loop for programs that do a piece of work again and
 * again.
 *
 * <p>
 * The protocol is section 3.5 of the design, described in {@code docs/protocols.md}.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.daemon;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
