/**
 * Chooses the system that this process runs on.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.platforms;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
