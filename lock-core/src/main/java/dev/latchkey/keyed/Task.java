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

package dev.latchkey.keyed;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A task of a chain, and the result that its caller waits for.
 *
 * @param <T> the type of the result
 */
final class Task<T extends @Nullable Object> extends CompletableFuture<T> {

	private final Callable<? extends CompletionStage<T>> work;

	Task(Callable<? extends CompletionStage<T>> work) {
		this.work = work;
	}

	/**
	 * Run, unless the caller has ended this already.
	 * @param ended is run once, when the work has ended, however it ends
	 */
	void run(Runnable ended) {
		if (isDone()) {
			ended.run();
			return;
		}
		CompletionStage<T> stage;
		try {
			stage = this.work.call();
			stage.whenComplete((result, problem) -> end(result, problem, ended));
		}
		catch (Throwable ex) {
			end(null, ex, ended);
		}
	}

	private void end(@Nullable T result, @Nullable Throwable problem, Runnable ended) {
		try {
			if (problem == null) {
				complete(result);
			}
			else {
				completeExceptionally(causeOf(problem));
			}
		}
		finally {
			ended.run();
		}
	}

	/** A stage wraps what another one failed with. */
	private static Throwable causeOf(Throwable problem) {
		Throwable cause = problem.getCause();
		return (problem instanceof CompletionException && cause != null) ? cause : problem;
	}

}
