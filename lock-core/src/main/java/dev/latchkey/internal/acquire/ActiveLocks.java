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

package dev.latchkey.internal.acquire;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockWait;

/**
 * Knows what this process holds and waits for, from what a {@link LockListener} hears.
 */
public final class ActiveLocks implements LockListener {

	private final Set<LockHold> holds = ConcurrentHashMap.newKeySet();

	private final Set<LockWait> waits = ConcurrentHashMap.newKeySet();

	private final List<Runnable> watchers = new CopyOnWriteArrayList<>();

	/**
	 * Returns what is held now, oldest first.
	 * @return a snapshot
	 */
	public List<LockHold> holds() {
		return this.holds.stream().sorted(Comparator.comparing(LockHold::acquiredAt)).toList();
	}

	/**
	 * Returns what is waited for now, longest first.
	 * @return a snapshot
	 */
	public List<LockWait> waits() {
		return this.waits.stream().sorted(Comparator.comparing(LockWait::since)).toList();
	}

	/**
	 * Does something whenever a wait has begun or ended.
	 * @param action what to do, quickly, on the thread that waits
	 */
	public void onWait(Runnable action) {
		this.watchers.add(action);
	}

	@Override
	public void onEvent(LockEvent event) {
		if (event instanceof LockEvent.Acquired acquired) {
			this.holds.add(acquired.hold());
		}
		else if (event instanceof LockEvent.Released released) {
			this.holds.remove(released.hold());
		}
		else if (event instanceof LockEvent.Lost lost) {
			this.holds.remove(lost.hold());
		}
		else if (event instanceof LockEvent.WaitStarted started) {
			this.waits.add(started.lockWait());
			this.watchers.forEach(Runnable::run);
		}
		else if (event instanceof LockEvent.WaitEnded ended) {
			this.waits.remove(ended.lockWait());
			this.watchers.forEach(Runnable::run);
		}
	}

}
