/**
 * Locks and other libraries: a lock registry of Spring Integration as an engine of our
 * annotations; file locks as a lock registry, as a lock provider of ShedLock, and as a
 * fence around the rows of a database.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.integration;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
