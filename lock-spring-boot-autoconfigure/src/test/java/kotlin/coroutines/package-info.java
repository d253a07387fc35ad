/**
 * A stand-in: suspending functions are recognized by the name of this type.
 */
@NullMarked
package kotlin.coroutines;

import org.jspecify.annotations.NullMarked;
