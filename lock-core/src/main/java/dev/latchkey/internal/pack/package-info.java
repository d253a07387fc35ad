/**
 * Pack locks: a pack is a directory whose life-cycle methods must not run twice at once.
 * With them come the locks of its workspace, its backend and its manifest.
 *
 * <p>
 * The protocol is section 3.4 of the design, described in {@code docs/protocols.md}; it
 * excludes other programs that speak it. In which order the locks are taken is described
 * in {@code docs/lock-order.md}.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.pack;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
