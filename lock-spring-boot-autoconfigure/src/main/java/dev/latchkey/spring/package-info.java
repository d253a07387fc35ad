/**
 * Locks in a Spring application: {@link dev.latchkey.spring.LockTemplate} for code,
 * {@link dev.latchkey.spring.annotation.HeldFileLock} for methods, and the one executor
 * behind both.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
