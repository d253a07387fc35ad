/**
 * What to do about a failed start, one analyzer for each cause.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.diagnostics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
