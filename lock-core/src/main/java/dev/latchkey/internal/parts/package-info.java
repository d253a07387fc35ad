/**
 * What a {@link dev.latchkey.Latchkey} is made of, for modules of this project that
 * assemble it themselves.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.parts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
