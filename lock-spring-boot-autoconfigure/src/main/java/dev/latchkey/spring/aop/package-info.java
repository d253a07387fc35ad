/**
 * From an annotated method to the executor: the advisor, the interceptor, and the checks
 * of what the annotations say.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.aop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
