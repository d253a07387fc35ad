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

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of one key. It is in its serializer's map from its first task until it has
 * none left; one thread at a time drains it.
 */
final class Chain {

	/** So many tasks run before other keys get the thread. */
	private static final int BATCH = 64;

	private final MutationSerializer serializer;

	private final String key;

	// Guarded by this. A set, because cancelled tasks leave from the middle.
	private final Set<Task<?>> waiting = new LinkedHashSet<>();

	Chain(MutationSerializer serializer, String key) {
		this.serializer = serializer;
		this.key = key;
	}

	String key() {
		return this.key;
	}

	synchronized void add(Task<?> task, int limit) {
		if (this.waiting.size() >= limit) {
			throw new RejectedExecutionException("As many tasks wait for the key '" + this.key + "' as may, " + limit
					+ ": give it less to do, wait for some of them, or allow more");
		}
		this.waiting.add(task);
	}

	synchronized int size() {
		return this.waiting.size();
	}

	synchronized void forget(Task<?> task) {
		this.waiting.remove(task);
	}

	synchronized @Nullable Task<?> poll() {
		Iterator<Task<?>> tasks = this.waiting.iterator();
		if (!tasks.hasNext()) {
			return null;
		}
		Task<?> next = tasks.next();
		tasks.remove();
		return next;
	}

	/** Lets a thread of the executor go on with this chain. */
	void goOn() {
		try {
			this.serializer.executor().execute(this::drain);
		}
		catch (Throwable ex) {
			// No thread would ever come for them.
			for (Task<?> task = next(); task != null; task = next()) {
				task.completeExceptionally(ex);
			}
		}
	}

	private void drain() {
		for (int i = 0; i < BATCH; i++) {
			Task<?> task = next();
			if (task == null || !endsAtOnce(task)) {
				return;
			}
		}
		goOn();
	}

	private @Nullable Task<?> next() {
		return this.serializer.nextOf(this);
	}

	/**
	 * Runs a task. Its end and the return of this call may come in either order; the
	 * later one sees to it that the chain goes on.
	 */
	private boolean endsAtOnce(Task<?> task) {
		AtomicBoolean first = new AtomicBoolean(true);
		task.run(() -> {
			if (!first.getAndSet(false)) {
				goOn();
			}
		});
		return !first.getAndSet(false);
	}

}
