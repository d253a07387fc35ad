/**
 * What applications put on their methods. Depends on nothing else of Latchkey.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.annotation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
