/**
 * A stand-in: results of coroutines are recognized by the names of their types.
 */
@NullMarked
package kotlinx.coroutines;

import org.jspecify.annotations.NullMarked;
