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

import java.util.ArrayList;
import java.util.List;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockTier;

/**
 * What a task has, the last taken on top. Only the thread that runs the task changes it;
 * a scope may be closed by any thread, and is then passed over here.
 */
final class TaskStack {

	private static final ThreadLocal<TaskStack> current = ThreadLocal.withInitial(() -> new TaskStack(List.of()));

	static {
		// A module cannot provide a service that may be absent.
		if (TaskStack.class.getModule().isNamed()) {
			registerAccessor();
		}
	}

	private final List<TierScope> inherited;

	private @Nullable TierScope top;

	/**
	 * Creates the stack of a task that begins.
	 * @param inherited what the task that handed over to it had, the last taken first
	 */
	TaskStack(List<TierScope> inherited) {
		this.inherited = inherited;
	}

	private static void registerAccessor() {
		try {
			TaskStackAccessor.register();
		}
		catch (LinkageError ex) {
			// The application has no context propagation.
		}
	}

	static TaskStack current() {
		return current.get();
	}

	/**
	 * Lets the calling thread go on with another task.
	 * @param stack the stack of that task
	 * @return the stack of the task that it leaves
	 */
	@CanIgnoreReturnValue
	static TaskStack replace(TaskStack stack) {
		TaskStack before = current.get();
		current.set(stack);
		return before;
	}

	/** Forgets the task that the calling thread was in. */
	static void clear() {
		current.remove();
	}

	TierScope push(@Nullable LockTier tier, Object lock, OrderReports reports) {
		TierScope scope = new TierScope(this, tier, lock, reports);
		check(scope, reports);
		scope.putOn(top());
		this.top = scope;
		return scope;
	}

	void check(LockTier tier, Object lock, OrderReports reports) {
		check(new TierScope(this, tier, lock, reports), reports);
	}

	private void check(TierScope inner, OrderReports reports) {
		for (TierScope outer = top(); outer != null; outer = outer.below()) {
			if (outer.forbids(inner) && !outer.isLeftBehind()) {
				reports.refuse(outer, inner);
				return;
			}
		}
		for (TierScope outer : this.inherited) {
			if (outer.forbids(inner)) {
				reports.log(outer, inner);
				return;
			}
		}
	}

	/** Scopes that another thread has closed are dropped here. */
	@CanIgnoreReturnValue
	private @Nullable TierScope top() {
		TierScope scope = this.top;
		while (scope != null && scope.isGone()) {
			scope = scope.below();
		}
		this.top = scope;
		return scope;
	}

	/**
	 * Takes a scope off.
	 * @param scope the scope, closed already
	 * @return what was taken after it and is still open, or {@code null}
	 */
	@Nullable TierScope remove(TierScope scope) {
		TierScope above = null;
		for (TierScope each = this.top; each != null && each != scope; each = each.below()) {
			above = each.isGone() ? above : each;
		}
		top();
		return above;
	}

	/** What a task that is handed over to would inherit now. */
	List<TierScope> snapshot() {
		List<TierScope> all = new ArrayList<>();
		for (TierScope scope = top(); scope != null; scope = scope.below()) {
			if (!scope.isGone()) {
				all.add(scope);
			}
		}
		this.inherited.stream().filter((scope) -> !scope.isClosed()).forEach(all::add);
		return List.copyOf(all);
	}

	boolean isEmpty() {
		return snapshot().isEmpty();
	}

}
