/**
 * The auto-configuration, and the properties that it follows.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.autoconfigure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
