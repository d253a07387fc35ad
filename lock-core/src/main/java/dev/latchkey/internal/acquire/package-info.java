/**
 * The road into every lock: the queue of this JVM, the order of locks, the protocol of
 * the lock, and the hold that comes of it.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.internal.acquire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
