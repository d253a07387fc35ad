package dev.latchkey.spring.actuate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.latchkey.Owner;
import dev.latchkey.file.LockOwners;
import dev.latchkey.spring.actuate.LocksDescriptor.WaiterDescriptor;
import dev.latchkey.waits.WaitingProcess;

/**
 * The parts of one answer that tell who waits for a lock: the waits that processes tell
 * of, and those who are blocked in the kernel and tell nothing.
 */
final class WaiterReport {

	private final List<WaitingProcess> processes;

	private final LockOwners table;

	private final OwnerReport owners;

	WaiterReport(List<WaitingProcess> processes, LockOwners table, OwnerReport owners) {
		this.processes = processes;
		this.table = table;
		this.owners = owners;
	}

	List<WaiterDescriptor> of(Path lock) {
		List<WaiterDescriptor> waiters = new ArrayList<>();
		for (WaitingProcess process : this.processes) {
			process.waits()
				.stream()
				.filter((wait) -> wait.lock().path().equals(lock))
				.map((wait) -> new WaiterDescriptor(this.owners.of(process.process()), wait.thread(), wait.place(),
						wait.since(), wait.until()))
				.forEach(waiters::add);
		}
		this.table.waiters(lock)
			.stream()
			.filter((owner) -> waiters.stream().noneMatch((waiter) -> waiter.process().pid() == owner.pid()))
			.map((Owner owner) -> new WaiterDescriptor(this.owners.of(owner), null, null, null, null))
			.forEach(waiters::add);
		return waiters;
	}

}
