/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.spring;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;

/**
 * Runs code under a lock. {@link LockTemplate} implements it. Code that depends on this
 * interface can be tested with an implementation that locks nothing or finds every lock
 * busy.
 *
 * @since 0.1
 */
public interface LockOperations {

	/**
	 * Runs code that returns something.
	 * @param <T> what it returns
	 * @param <E> what it throws
	 * @param request which lock, and how much it is wanted
	 * @param body the code
	 * @return what the code returned, or {@code null} if it was skipped
	 * @throws E if the code throws it
	 * @throws LockTimeoutException if the lock was busy and the request is to throw
	 * @throws LockLostException if the lock was lost while the code ran
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 * @throws IllegalArgumentException if the request is to fall back: that takes code to
	 * fall back to
	 */
	@CanIgnoreReturnValue
	<T, E extends Throwable> @Nullable T execute(LockRequest request, Supplier<T, E> body) throws E;

	/**
	 * Runs code that returns something, or other code if the lock stayed busy.
	 * @param <T> what it returns
	 * @param <E> what it throws
	 * @param request the lock; its policy for a busy lock is ignored
	 * @param body the code
	 * @param fallback what runs without the lock if that stayed busy
	 * @return what the one or the other returned
	 * @throws E if the code throws it
	 * @throws LockLostException if the lock was lost while the code ran
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 */
	@CanIgnoreReturnValue
	<T, E extends Throwable> @Nullable T execute(LockRequest request, Supplier<T, E> body, Supplier<T, E> fallback)
			throws E;

	/**
	 * Runs code that returns nothing.
	 * @param <E> what it throws
	 * @param request which lock, and how much it is wanted
	 * @param body the code
	 * @return whether the code ran, which is false only if it was skipped
	 * @throws E if the code throws it
	 * @throws LockTimeoutException if the lock was busy and the request is to throw
	 * @throws LockLostException if the lock was lost while the code ran
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 * @throws IllegalArgumentException if the request is to fall back
	 */
	@CanIgnoreReturnValue
	<E extends Throwable> boolean executeWithoutResult(LockRequest request, Action<E> body) throws E;

	/**
	 * Begins something that ends later, under a lock that is held until then. The calling
	 * thread waits for the lock, and is in its scope until the code has returned.
	 *
	 * <p>
	 * The future completes when the stage has completed and the lock is released, or left
	 * to the transaction in which it was acquired. Cancelling it cancels the stage, if
	 * that is a future, and releases the lock, also if what the stage stands for goes on.
	 * @param <T> the result of the stage
	 * @param <E> what the code throws
	 * @param request which lock, and how much it is wanted
	 * @param body begins the stage
	 * @return the result; {@code null} if the code was skipped. Fails with what the stage
	 * fails with, with {@link LockTimeoutException} if the lock was busy and the request
	 * is to throw, with {@link LockLostException} if the lock was lost, and with
	 * {@link LockInterruptedException} if the thread was interrupted while it waited
	 * @throws E if the code throws it instead of returning a stage
	 * @throws IllegalArgumentException if the request is to fall back
	 */
	@CanIgnoreReturnValue
	<T extends @Nullable Object, E extends Throwable> CompletableFuture<T> executeAsync(LockRequest request,
			Supplier<? extends CompletionStage<T>, E> body) throws E;

	/**
	 * Begins something that ends later, or something else if the lock stayed busy.
	 * @param <T> the result of the stage
	 * @param <E> what the code throws
	 * @param request the lock; its policy for a busy lock is ignored
	 * @param body begins the stage
	 * @param fallback begins another one, without the lock
	 * @return the result, as of {@link #executeAsync(LockRequest, Supplier)}
	 * @throws E if the code throws it instead of returning a stage
	 */
	@CanIgnoreReturnValue
	<T extends @Nullable Object, E extends Throwable> CompletableFuture<T> executeAsync(LockRequest request,
			Supplier<? extends CompletionStage<T>, E> body, Supplier<? extends CompletionStage<T>, E> fallback)
			throws E;

	/**
	 * Guarded code that returns something.
	 *
	 * @param <T> what it returns
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	interface Supplier<T, E extends Throwable> {

		/**
		 * Run.
		 * @return the result
		 * @throws E if it fails
		 */
		@Nullable T get() throws E;

	}

	/**
	 * Guarded code that returns nothing.
	 *
	 * @param <E> what it throws
	 */
	@FunctionalInterface
	interface Action<E extends Throwable> {

		/**
		 * Run.
		 * @throws E if it fails
		 */
		void run() throws E;

	}

}
