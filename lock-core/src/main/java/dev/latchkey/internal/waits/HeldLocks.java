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

package dev.latchkey.internal.waits;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.latchkey.Deadlock;
import dev.latchkey.LockHolder;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.wait.Deadline;

/**
 * Asks the kernel who holds the locks of a deadlock. A notice tells what was so when it
 * was written.
 */
final class HeldLocks {

	private final LockHolders table;

	HeldLocks(LockRuntime runtime) {
		this.table = new LockHolders(runtime);
	}

	/**
	 * Returns those whose locks are held as the waits tell, as far as there is time to
	 * ask.
	 */
	List<Deadlock> confirmed(List<Deadlock> deadlocks, Deadline deadline) {
		return deadlocks.stream().filter((deadlock) -> isConfirmed(deadlock, deadline)).toList();
	}

	private boolean isConfirmed(Deadlock deadlock, Deadline deadline) {
		List<Deadlock.Member> members = deadlock.members();
		for (int i = 0; i < members.size(); i++) {
			LockHolder holder = members.get((i + 1) % members.size()).process();
			if (deadline.hasCome() || !mayHold(holder, members.get(i).lock().path())) {
				return false;
			}
		}
		return true;
	}

	/** Whom the kernel does not name at all, it cannot see from here. */
	private boolean mayHold(LockHolder process, Path file) {
		List<LockHolder> holders = new ArrayList<>(this.table.of(file));
		holders.addAll(this.table.sharers(file));
		return holders.isEmpty() || holders.stream().anyMatch((holder) -> holder.pid() == process.pid());
	}

}
