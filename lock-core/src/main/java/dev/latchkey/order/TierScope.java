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

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockCaller;
import dev.latchkey.LockOrder;
import dev.latchkey.LockOrderException.Step;
import dev.latchkey.LockTier;

/**
 * A task's stay on a tier, or in a section of a pool. It ends with {@link #close()},
 * which any thread may call, once or more often.
 *
 * @since 0.1
 */
public final class TierScope implements AutoCloseable, LockOrder.Position {

	/** The scope without checks. */
	static final TierScope NONE = new TierScope(new TaskStack(List.of()), null, "", OrderReports.NONE);

	private final TaskStack stack;

	private final @Nullable LockTier tier;

	private final Object lock;

	private final OrderReports reports;

	private final Thread thread = Thread.currentThread();

	private final @Nullable String callSite = LockCaller.current().callSite();

	private final @Nullable Throwable trace;

	private @Nullable TierScope below;

	private volatile boolean closed;

	private volatile boolean detached;

	TierScope(TaskStack stack, @Nullable LockTier tier, Object lock, OrderReports reports) {
		this.stack = stack;
		this.tier = tier;
		this.lock = lock;
		this.reports = reports;
		this.trace = reports.isTracing() ? new Throwable() : null;
	}

	void putOn(@Nullable TierScope below) {
		this.below = below;
	}

	@Nullable TierScope below() {
		return this.below;
	}

	boolean isClosed() {
		return this.closed;
	}

	/** The task that took this does not have it any more. */
	boolean isGone() {
		return this.closed || this.detached;
	}

	/** No tier: a section of a pool, which forbids packs, and is forbidden inside one. */
	boolean forbids(TierScope inner) {
		if (isClosed() || (this.detached && inner.stack == this.stack)) {
			return false;
		}
		if (this.tier == null || inner.tier == null) {
			return this.tier == LockTier.PER_PACK || inner.tier == LockTier.PER_PACK;
		}
		return this.tier.compareTo(inner.tier) >= 0;
	}

	/**
	 * Returns whether this was certainly taken by an earlier task of the thread, which
	 * ended without closing it: a thread's outermost code does not change within a task.
	 */
	boolean isLeftBehind() {
		return this.trace != null && !CallSites.outermost(this.trace).equals(CallSites.outermost(new Throwable()));
	}

	Step step() {
		return step(this.trace);
	}

	/** For a scope that is just being opened. */
	Step stepNow() {
		return step(new Throwable());
	}

	private Step step(@Nullable Throwable known) {
		return new Step(this.tier, this.lock.toString(), callSite(known), this.thread.getName());
	}

	/** The call site that was set, or else the one of the trace. */
	private @Nullable String callSite(@Nullable Throwable known) {
		return (this.callSite != null || known == null) ? this.callSite : CallSites.innermost(known).toString();
	}

	/**
	 * Takes this off the stack of the task that took it, while it stays open for tasks
	 * that have inherited it. For work that goes on elsewhere.
	 */
	public void detach() {
		this.detached = true;
	}

	@Override
	public void leave() {
		close();
	}

	@Override
	public void close() {
		if (this == NONE || this.closed) {
			return;
		}
		this.closed = true;
		if (!this.detached && Thread.currentThread() == this.thread && TaskStack.current() == this.stack) {
			TierScope above = this.stack.remove(this);
			if (above != null) {
				this.reports.outOfOrder(this, above);
			}
		}
	}

}
