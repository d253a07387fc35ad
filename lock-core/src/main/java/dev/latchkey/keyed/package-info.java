/**
 * Work of this process that is done one by one for each key.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.keyed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
