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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrder;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;

/**
 * Holds tasks to the order of {@link LockTier}: each lock that a task takes must be on a
 * later tier than all that it has. Locks that stand on a tier ask by themselves; what is
 * no lock of this library is put on a tier by {@link #push}.
 *
 * <p>
 * What a task has is on a stack that belongs to the task, whichever object of this class
 * is asked. A thread's stack is empty when it begins a task, if the task was made by
 * {@link #task}, or handed over with Micrometer's context propagation. In the latter case
 * what the task inherits is known too; since it is not known whether its parent still
 * waits for it, going against inherited entries is only logged, also where
 * {@link Enforcement#FAIL} is in force.
 *
 * @since 0.1
 */
public final class LockTiers implements LockOrder {

	private final Enforcement enforcement;

	private final boolean on;

	private final OrderReports reports;

	/**
	 * Creates an order that logs.
	 */
	public LockTiers() {
		this(Enforcement.LOG, List.of());
	}

	/**
	 * Creates an order.
	 * @param enforcement what becomes of a lock that is asked for out of order
	 * @param listeners the listeners
	 */
	public LockTiers(Enforcement enforcement, List<? extends LockListener> listeners) {
		this.enforcement = enforcement;
		this.on = enforcement != Enforcement.OFF;
		this.reports = new OrderReports(enforcement == Enforcement.FAIL, LockListener.of(listeners));
	}

	/**
	 * The calling task takes something that stands on a tier, until the scope is closed.
	 * @param tier the tier
	 * @param lock what is taken, for messages
	 * @return the scope, to be closed in the reverse order of opening; in a
	 * try-with-resources statement, if it can be
	 * @throws LockOrderException if the task has something of this or a later tier
	 */
	public TierScope push(LockTier tier, String lock) {
		return this.on ? TaskStack.current().push(tier, lock, this.reports) : TierScope.NONE;
	}

	@Override
	public Position enter(LockTier tier, LockId lock) {
		return this.on ? TaskStack.current().push(tier, lock, this.reports) : Position.NONE;
	}

	@Override
	public void check(LockTier tier, LockId lock) {
		if (this.on) {
			TaskStack.current().check(tier, lock, this.reports);
		}
	}

	/**
	 * Does something on a tier.
	 * @param tier the tier
	 * @param lock what it stands for, for messages
	 * @param block what to do
	 * @throws LockOrderException if the task has something of this or a later tier;
	 * nothing was done then
	 */
	public void run(LockTier tier, String lock, Runnable block) {
		TierScope scope = push(tier, lock);
		try {
			block.run();
		}
		finally {
			scope.close();
		}
	}

	/**
	 * Does something on a tier that has a result.
	 * @param <T> the type of the result
	 * @param tier the tier
	 * @param lock what it stands for, for messages
	 * @param block what to do
	 * @return the result
	 * @throws LockOrderException if the task has something of this or a later tier;
	 * nothing was done then
	 * @throws Exception what the block throws
	 */
	public <T extends @Nullable Object> T call(LockTier tier, String lock, Callable<T> block) throws Exception {
		TierScope scope = push(tier, lock);
		try {
			return block.call();
		}
		finally {
			scope.close();
		}
	}

	/**
	 * Begins something on a tier that ends later, on another thread perhaps. The calling
	 * task leaves the tier when this returns. What the task hands its context to stays on
	 * it until the stage ends.
	 * @param <T> the type of the result
	 * @param tier the tier
	 * @param lock what it stands for, for messages
	 * @param task begins it
	 * @return the stage that the task returned
	 * @throws LockOrderException if the task has something of this or a later tier;
	 * nothing was begun then
	 */
	public <T> CompletionStage<T> start(LockTier tier, String lock, Supplier<? extends CompletionStage<T>> task) {
		TierScope scope = push(tier, lock);
		CompletionStage<T> stage = null;
		try {
			stage = task.get();
			scope.detach();
			stage.whenComplete((result, problem) -> scope.close());
			return stage;
		}
		finally {
			if (stage == null) {
				scope.close();
			}
		}
	}

	/**
	 * Makes a task for another thread: it begins with an empty stack, and leaves the
	 * thread as it found it.
	 * @param task the task
	 * @return the task to be given to an executor
	 */
	public static Runnable task(Runnable task) {
		return () -> {
			TaskStack before = TaskStack.replace(new TaskStack(List.of()));
			try {
				task.run();
			}
			finally {
				TaskStack.replace(before);
			}
		};
	}

	/**
	 * Lets an executor begin each task with an empty stack.
	 * @param executor the executor
	 * @return the same executor, for tasks that acquire locks
	 */
	public static Executor tasksOn(Executor executor) {
		return (task) -> executor.execute(task(task));
	}

	/**
	 * Returns what becomes of a lock that is asked for out of order.
	 * @return the enforcement
	 */
	public Enforcement enforcement() {
		return this.enforcement;
	}

	/**
	 * Returns how often a lock was asked for out of order, of all that asked this object.
	 * @return the count
	 */
	public long violations() {
		return this.reports.count();
	}

	boolean isOn() {
		return this.on;
	}

	OrderReports reports() {
		return this.reports;
	}

}
