/**
 * Locks and Spring Integration, in both directions.
 * {@link dev.latchkey.spring.springintegration.LockRegistryBackend} keeps the locks of
 * annotations and templates in a lock registry of Spring Integration, with helpers whose
 * names begin with {@code Backend}.
 * {@link dev.latchkey.spring.springintegration.FileLockRegistry} is a lock registry for
 * Spring Integration whose locks are files of this machine.
 */
@CheckReturnValue
@NullMarked
package dev.latchkey.spring.springintegration;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
