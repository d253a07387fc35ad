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

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockEvent;
import dev.latchkey.LockFileException;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.internal.waits.Deadlocks.Cycles;

/**
 * Shows the waits of this process to the others of a lock directory, and theirs to it. A
 * wait is shown once it has lasted for 100 ms, and costs nothing before that.
 *
 * <p>
 * While a thread of this process that holds something waits, the waits of all processes
 * are searched for deadlocks, some times a second.
 */
public final class WaitRegistry implements AutoCloseable {

	/** The directory of the notices, within the lock directory. */
	public static final String DIRECTORY = ".process";

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final Duration INTERVAL = Duration.ofMillis(200);

	/**
	 * By then a process that runs has looked twice, and has told which waits are over.
	 */
	private static final Duration LATE = INTERVAL.multipliedBy(2);

	/** How long the notices of others are read, and their deadlocks looked at. */
	private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);

	private final LockRuntime runtime;

	private final OwnWaits own;

	private final WaitRecords records;

	private final ProcessIdentity self;

	private final Path directory;

	private final WaitRecordFile record;

	private final ScheduledThreadPoolExecutor executor;

	private final AtomicBoolean looking = new AtomicBoolean();

	private byte @Nullable [] published;

	private boolean swept;

	private @Nullable String trouble;

	private final LastingDeadlocks lasting = new LastingDeadlocks(LATE, System::nanoTime);

	private List<Deadlock> known = List.of();

	/**
	 * Creates a board, and show waits on it from now on until it is closed.
	 * @param runtime the runtime; its listener hears of deadlocks
	 * @param activeLocks knows the waits and holds of this process
	 * @param directory the lock directory, absolute
	 */
	public WaitRegistry(LockRuntime runtime, ActiveLocks activeLocks, Path directory) {
		this.runtime = runtime;
		this.own = new OwnWaits(activeLocks);
		this.self = runtime.platform().processes().self();
		String name = newName(this.self);
		Path records = directory.resolve(DIRECTORY);
		this.directory = records;
		this.records = new WaitRecords(runtime, records, name);
		this.record = new WaitRecordFile(runtime, records, name);
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "latchkey-waits");
			thread.setDaemon(true);
			return thread;
		});
		this.executor.setKeepAliveTime(1, TimeUnit.SECONDS);
		this.executor.allowCoreThreadTimeOut(true);
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		activeLocks.onWait(this::lookLater);
	}

	/**
	 * Returns a name that no other board has. Pid and start are for people: processes of
	 * two pid namespaces may have the same.
	 */
	static String newName(ProcessIdentity self) {
		return self.pid() + "-" + self.startTicks() + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
	}

	/**
	 * Finds the deadlocks that there are.
	 * @return the deadlocks, of whatever processes
	 * @throws LatchkeyException if the directory cannot be read
	 */
	public List<Deadlock> deadlocks() {
		return inspect().deadlocks();
	}

	/**
	 * Looks at the waits of all processes, and at the deadlocks among them. This takes a
	 * second or two at the most: what other processes tell beyond that, or beyond 100,000
	 * waits and holds or 100 deadlocks, is left out.
	 * @return what was seen, and whether something was left out
	 * @throws LatchkeyException if the directory cannot be read
	 */
	public WaitInspection inspect() {
		Deadline deadline = Deadline.after(LONGEST_LOOK);
		List<WaitingProcess> processes = new ArrayList<>();
		boolean complete = read(deadline, processes);
		Cycles cycles = Deadlocks.find(processes);
		List<Deadlock> deadlocks = cycles.found().isEmpty() ? List.of() : confirmed(cycles.found(), deadline);
		String problem = null;
		if (!complete || (!cycles.found().isEmpty() && deadline.hasCome())) {
			problem = "More processes report their waits in '" + this.directory + "' than are read in "
					+ LONGEST_LOOK.toMillis() + " ms, or more than " + WaitRecords.MOST
					+ " waits and holds, or one reports more than " + WaitRecordFile.LONGEST
					+ " bytes: the rest is left out. See which files there are not of your applications";
		}
		else if (!cycles.areAll()) {
			problem = "There are more than " + Deadlocks.MOST + " deadlocks: the rest is left out";
		}
		return new WaitInspection(processes, deadlocks, problem);
	}

	/** The waits of all processes are read one after the other, so some may be over. */
	private List<Deadlock> confirmed(List<Deadlock> deadlocks, Deadline deadline) {
		List<WaitingProcess> later = new ArrayList<>();
		read(deadline, later);
		List<Deadlock> again = Deadlocks.find(later).found();
		return new HeldLocks(this.runtime).confirmed(
				deadlocks.stream().filter((deadlock) -> again.stream().anyMatch(deadlock::isSame)).toList(), deadline);
	}

	@CanIgnoreReturnValue
	private boolean read(Deadline deadline, List<WaitingProcess> processes) {
		List<RecordedWait> waits = this.own.waits();
		if (!waits.isEmpty()) {
			processes.add(new WaitingProcess(this.runtime.self(), waits));
		}
		return this.records.ofOthers(deadline, processes);
	}

	/** Called where a wait begins, so it does nothing if it will be looked at anyway. */
	private void lookLater() {
		if (this.looking.compareAndSet(false, true)) {
			schedule(SHORTEST);
		}
	}

	private void schedule(Duration delay) {
		boolean scheduled = false;
		try {
			Future<?> unused = this.executor.schedule(this::look, delay.toMillis(), TimeUnit.MILLISECONDS);
			scheduled = true;
		}
		catch (RejectedExecutionException ex) {
			// The board is closed, and shows nothing any more.
		}
		finally {
			if (!scheduled) {
				// There is no thread for it now; the next wait tries again.
				this.looking.set(false);
			}
		}
	}

	private void look() {
		this.looking.set(false);
		try {
			List<RecordedWait> waits = this.own.waits(Instant.now().minus(SHORTEST));
			show(waits);
			report(waits);
			this.trouble = null;
		}
		catch (RuntimeException ex) {
			// Whatever it is, it must neither end the looking nor go unheard.
			complain(ex);
		}
		if ((this.own.areSome() || !this.known.isEmpty()) && this.looking.compareAndSet(false, true)) {
			schedule(INTERVAL);
		}
	}

	/** Once for each problem, whatever the name that a file had at that moment. */
	private void complain(RuntimeException ex) {
		String problem = (ex instanceof LockFileException file) ? file.problem() : ex.toString();
		if (!problem.equals(this.trouble)) {
			this.trouble = problem;
			this.runtime.log(Level.WARNING, "Waits of this process cannot be shown to others, nor theirs be seen. "
					+ ((ex instanceof LatchkeyException) ? ex.getMessage() : ex));
		}
	}

	private synchronized void show(List<RecordedWait> waits) {
		byte[] content = waits.isEmpty() ? null : WaitRecord.format(this.self, waits);
		if (Arrays.equals(content, this.published) || this.executor.isShutdown()) {
			return;
		}
		if (content == null) {
			this.record.withdraw();
		}
		else {
			if (!this.swept) {
				this.swept = true;
				this.records.removeLeft();
			}
			this.record.publish(content);
		}
		this.published = content;
	}

	private void report(List<RecordedWait> waits) {
		boolean possible = waits.stream().anyMatch((wait) -> !wait.holds().isEmpty());
		List<Deadlock> found = this.lasting
			.among(possible ? deadlocks().stream().filter(this::isOurs).toList() : List.of());
		List<Deadlock> before = this.known;
		this.known = found;
		missing(found, before)
			.forEach((deadlock) -> this.runtime.listener().onEvent(new LockEvent.DeadlockStarted(deadlock)));
		missing(before, found)
			.forEach((deadlock) -> this.runtime.listener().onEvent(new LockEvent.DeadlockEnded(deadlock)));
	}

	private static List<Deadlock> missing(List<Deadlock> deadlocks, List<Deadlock> among) {
		return deadlocks.stream().filter((deadlock) -> among.stream().noneMatch(deadlock::isSame)).toList();
	}

	private boolean isOurs(Deadlock deadlock) {
		return deadlock.members().stream().anyMatch((member) -> Objects.equals(member.process(), this.runtime.self()));
	}

	/**
	 * Withdraws what is shown, and show nothing more.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
		withdraw();
	}

	private synchronized void withdraw() {
		try {
			this.record.withdraw();
		}
		catch (LatchkeyException ex) {
			complain(ex);
		}
	}

}
