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
	 * Return those whose locks are held as the waits tell, as far as there is time to
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
