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

import dev.latchkey.LockOrderException;

/**
 * The entry into a section whose thread waits for tasks of a pool, and may run other
 * tasks of that pool meanwhile: {@code ForkJoinTask.join}, a parallel stream,
 * {@code invokeAll}, or a pool whose tasks all wait for further tasks of the same pool.
 *
 * <p>
 * A task that takes a pack there may wait for a thread that has the pack and waits for
 * that task. So a task that has a pack must not enter, and must not take one inside. The
 * boundary is explicit, because a thread cannot see that it waits in this way:
 * <pre>{@code
 * try (TierScope section = boundary.enter("hash all files")) {
 *     files.parallelStream().forEach(this::hash);
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class PoolBoundary {

	private final LockTiers tiers;

	/**
	 * Creates a boundary.
	 * @param tiers the handling of violations
	 */
	public PoolBoundary(LockTiers tiers) {
		this.tiers = tiers;
	}

	/**
	 * Enters a section.
	 * @param section what is done there, for messages
	 * @return the stay in the section, to be closed at its end
	 * @throws LockOrderException if this task has a pack, and the order insists
	 */
	public TierScope enter(String section) {
		return this.tiers.isOn() ? TaskStack.current().push(null, section, this.tiers.reports()) : TierScope.NONE;
	}

}
