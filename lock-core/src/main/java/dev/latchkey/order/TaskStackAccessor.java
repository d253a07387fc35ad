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

package dev.latchkey.order;

import java.util.List;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;

/**
 * Lets Micrometer's context propagation carry what a task has to those that it hands over
 * to. The service loader finds it on the class path; in a module it registers itself with
 * the first check of the lock order. Not to be used otherwise.
 *
 * <p>
 * There is always a value, also of a task that has nothing: so the thread that takes over
 * begins with an empty stack, and not with what an earlier task has left on the thread.
 *
 * @since 0.1
 */
@SuppressWarnings("exports") // those who have Micrometer require it themselves
public final class TaskStackAccessor implements ThreadLocalAccessor<TaskStackAccessor.Carried> {

	/** The key in Micrometer's registry, and in Reactor's context. */
	public static final String KEY = "latchkey.tiers";

	/**
	 * Creates the accessor; for the service loader.
	 */
	public TaskStackAccessor() {
	}

	/**
	 * Registers an accessor.
	 * @throws LinkageError if there is no context propagation
	 */
	static void register() {
		ContextRegistry.getInstance().registerThreadLocalAccessor(new TaskStackAccessor());
	}

	@Override
	public Object key() {
		return KEY;
	}

	@Override
	public Carried getValue() {
		TaskStack stack = TaskStack.current();
		return new Carried(stack, stack.snapshot());
	}

	@Override
	public void setValue(Carried carried) {
		TaskStack.replace(new TaskStack(carried.scopes));
	}

	@Override
	public void setValue() {
		TaskStack.replace(new TaskStack(List.of()));
	}

	@Override
	public void restore(Carried previous) {
		TaskStack.replace(previous.stack);
	}

	@Override
	public void restore() {
		TaskStack.clear();
	}

	/**
	 * What a task had at one moment.
	 */
	public static final class Carried {

		private final TaskStack stack;

		private final List<TierScope> scopes;

		private Carried(TaskStack stack, List<TierScope> scopes) {
			this.stack = stack;
			this.scopes = scopes;
		}

	}

}
