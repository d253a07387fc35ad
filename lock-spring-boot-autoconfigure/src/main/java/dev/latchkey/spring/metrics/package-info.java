/**
 * Meters and observations of locks, for Micrometer. Names of locks are tags, keys never
 * are.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
