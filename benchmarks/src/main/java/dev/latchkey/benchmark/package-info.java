/**
 * Measures Latchkey beside the same system calls from C. See {@code docs/benchmarks.md}.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.benchmark;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
