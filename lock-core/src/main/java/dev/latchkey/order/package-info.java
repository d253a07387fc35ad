/**
 * The order in which a task takes locks: tiers, the stack of what a task has, the
 * scheduler's permits, and the boundary of a pool whose tasks wait for each other.
 *
 * <p>
 * Described in {@code docs/lock-order.md}.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.order;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
