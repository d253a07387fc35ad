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

package dev.latchkey.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.PidFile;
import dev.latchkey.UnsupportedFeatureException;
import dev.latchkey.daemon.StopResult.Killed;
import dev.latchkey.daemon.StopResult.NotRunning;
import dev.latchkey.daemon.StopResult.StaleCleaned;
import dev.latchkey.daemon.StopResult.Terminated;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.pidfile.PidFileFormat;
import dev.latchkey.internal.pidfile.PidFileInspection;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.RunningProcess;
import dev.latchkey.internal.wait.Deadline;

/**
 * Stops the program that has a pid file.
 *
 * @since 0.1
 */
public final class DaemonControl {

	/** How long a killed process may take to be gone: it may wait for a device. */
	private static final Duration DEATH_LIMIT = Duration.ofSeconds(30);

	private static final long INTERRUPT_CHECK_MILLIS = 100;

	private final PidFileLock pidFile;

	/**
	 * Creates a control.
	 * @param pidFile the pid file of the program
	 */
	public DaemonControl(PidFile pidFile) {
		this.pidFile = PidFileLock.of(pidFile);
	}

	/**
	 * Stops the program: it is asked to end (SIGTERM), and killed (SIGKILL) if it has not
	 * ended when the grace is over. The kernel reports its end at once. The pid file is
	 * removed if the program has left it; never that of a successor.
	 *
	 * <p>
	 * Only a process is signalled that has the pid file locked and whose number is in it,
	 * and only while the kernel vouches that it is still that process. The calling thread
	 * waits in the system, so it had better not be a virtual one.
	 * @param grace how long to wait between asking and killing; zero kills at once after
	 * asking
	 * @return what came of it
	 * @throws InterruptedException if the thread was interrupted; the program may have
	 * been asked to end by then
	 * @throws LockFileException if the file has no process id; if the process is this
	 * one, is not proven to be the one that wrote the file, may not be signalled or does
	 * not die. Nothing was signalled then but in the last case
	 * @throws UnsupportedFeatureException if the program runs, and this system has no way
	 * to signal a process that is proven to be the right one; nothing was signalled
	 */
	public StopResult stop(Duration grace) throws InterruptedException {
		PidFileInspection status = this.pidFile.status();
		return switch (status.state()) {
			case NOT_RUNNING -> new NotRunning();
			case MALFORMED -> throw PidFileFormat.malformed(this.pidFile.id());
			case STALE -> {
				long pid = status.pid().orElseThrow();
				this.pidFile.clean(pid);
				yield new StaleCleaned(pid);
			}
			case RUNNING -> stop(status.pid().orElse(0), grace);
		};
	}

	private StopResult stop(long pid, Duration grace) throws InterruptedException {
		if (pid == this.pidFile.runtime().self().pid()) {
			throw refusal("is the pid file of this process", "A process that wants to end does so by itself");
		}
		this.pidFile.runtime()
			.platform()
			.traits()
			.require(PlatformFeature.PROVEN_SIGNALS, "Ending another process by its pid file",
					"Nothing was signalled: end pid " + pid + ", which '" + this.pidFile.path()
							+ "' names, as such programs are ended there.");
		try (RunningProcess process = this.pidFile.runtime().platform().processes().open(pid)) {
			if (process == null || process.awaitEnd(0)) {
				// It has ended since the inspection, or the file names no process.
				requireNoOtherHolder(pid);
				this.pidFile.clean(pid);
				return new StaleCleaned(pid);
			}
			requireHolder(pid);
			boolean terminated = terminate(process, pid, grace);
			this.pidFile.clean(pid);
			return terminated ? new Terminated(pid) : new Killed(pid);
		}
	}

	/**
	 * The process was taken hold of before the kernel is asked which process has the
	 * file, and lives after that: so it is the one that the kernel names.
	 */
	private void requireHolder(long pid) {
		List<LockHolder> holders = this.pidFile.holders();
		boolean proven = holders.stream()
			.anyMatch((holder) -> holder.pid() == pid && holder.confidence() == Confidence.CONFIRMED);
		if (!proven || !LockFileReader.isLocked(this.pidFile.runtime(), this.pidFile.path())) {
			throw unproven(pid, holders);
		}
	}

	private void requireNoOtherHolder(long pid) {
		List<LockHolder> holders = this.pidFile.holders();
		if (this.pidFile.status().state() == PidFileInspection.State.RUNNING) {
			throw unproven(pid, holders);
		}
	}

	private LockFileException unproven(long pid, List<LockHolder> holders) {
		List<LockHolder> named = holders.stream()
			.filter((holder) -> holder.confidence() == Confidence.CONFIRMED)
			.toList();
		return refusal(
				"names pid " + pid + ", which is not proven to be the process that wrote it: the kernel names "
						+ (named.isEmpty() ? "no process that has it locked" : named.toString()),
				"Nothing was signalled: see what that process is, and stop it in its own way");
	}

	private LockFileException refusal(String problem, String remedy) {
		return new LockFileException(this.pidFile.path(), problem, 0, remedy);
	}

	private boolean terminate(RunningProcess process, long pid, Duration grace) throws InterruptedException {
		requireSignalled(process.terminate(), pid);
		if (awaitEnd(process, Deadline.after(grace))) {
			return true;
		}
		requireSignalled(process.kill(), pid);
		if (!awaitEnd(process, Deadline.after(DEATH_LIMIT))) {
			throw refusal(
					"names pid " + pid + ", which was killed and is not gone after " + DEATH_LIMIT.toSeconds() + " s",
					"It waits for something in the kernel: see which device or mount that is");
		}
		return false;
	}

	private void requireSignalled(int result, long pid) {
		if (result < 0 && !Errno.ESRCH.is(result)) {
			throw new LockFileException(this.pidFile.path(),
					"names pid " + pid + ", which cannot be signalled: " + Errno.describe(result), -result,
					"Stop it as the user that it runs as");
		}
	}

	/** The kernel reports the end; in between only an interrupt is checked. */
	private static boolean awaitEnd(RunningProcess process, Deadline deadline) throws InterruptedException {
		while (true) {
			long millis = TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos());
			if (process.awaitEnd((int) Math.max(0, Math.min(millis, INTERRUPT_CHECK_MILLIS)))) {
				return true;
			}
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			if (deadline.hasCome()) {
				return false;
			}
		}
	}

}
