/**
 * The {@code locks} endpoint of the actuator.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.actuate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
