/**
 * What processes tell each other about their waits, and the deadlocks that follow from
 * it. No lock depends on it.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.waits;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
