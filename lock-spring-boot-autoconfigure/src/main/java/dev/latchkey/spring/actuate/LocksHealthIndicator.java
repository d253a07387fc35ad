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

package dev.latchkey.spring.actuate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.waits.WaitInspection;
import dev.latchkey.spring.LockBackend;

/**
 * Shows whether this process can lock: its lock directory can be used, and a lock was had
 * there once, or is answered by another backend, and its heartbeats are on time. Locks
 * that are lost, stalled or waited for are details, and nothing that the process could be
 * restarted for.
 *
 * @since 0.1
 */
public final class LocksHealthIndicator extends AbstractHealthIndicator {

	/** Heartbeats are due every few seconds, and a lock is stalled after 30. */
	private static final Duration MOST_HEARTBEAT_DELAY = Duration.ofSeconds(10);

	/** The name of a lock that an application hardly has. */
	private static final String PROOF = ".health";

	private final LockBeans beans;

	private final LockTroubles troubles;

	private final @Nullable LockBackend backend;

	private volatile boolean proven;

	/**
	 * Creates an indicator.
	 * @param beans has the locks
	 * @param troubles what went wrong so far
	 * @param backend where locks with names are, or {@code null} if in files
	 */
	public LocksHealthIndicator(LockBeans beans, LockTroubles troubles, @Nullable LockBackend backend) {
		super("The locks cannot be looked at");
		this.beans = beans;
		this.troubles = troubles;
		this.backend = backend;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Path path = this.beans.directory().path();
		LockRuntime runtime = this.beans.runtime();
		builder.withDetail("directory", path.toString())
			.withDetail("held", this.beans.activeLocks().holds().size())
			.withDetail("waiting", this.beans.activeLocks().waits().size())
			.withDetail("lost", this.troubles.lost())
			.withDetail("stalled", this.troubles.stalled());
		try {
			if (runtime.hasFileLocks()) {
				runtime.directories().require(path);
			}
			if (this.backend != null) {
				builder.withDetail("backend", this.backend.toString());
				this.backend.prove();
			}
			else {
				prove();
			}
			builder.up();
			if (runtime.hasFileLocks()) {
				addFileSystem(builder, path);
			}
			addDeadlocks(builder);
			addHeartbeats(builder);
		}
		catch (LockFileException ex) {
			builder.down().withDetail("problem", ex.problem()).withDetail("remedy", ex.remedy());
		}
		catch (LatchkeyException ex) {
			builder.down(ex);
		}
	}

	private void addFileSystem(Health.Builder builder, Path path) {
		LockRuntime runtime = this.beans.runtime();
		builder.withDetail("filesystem", runtime.directories().isLocal(path) ? "local" : "not known to be local");
		String polling = runtime.pollingReason();
		String refused = (polling != null) ? "polled, because inotify is refused: " + polling : "watched";
		builder.withDetail("file-events",
				runtime.hasFileEvents() ? refused : "polled, as always on " + runtime.platformName());
	}

	/** Others see the locks of this process as stalled, so it must not take more. */
	private void addHeartbeats(Health.Builder builder) {
		Duration delay = this.beans.runtime().heartbeatDelay();
		boolean late = delay.compareTo(MOST_HEARTBEAT_DELAY) > 0;
		builder.withDetail("heartbeats", late ? "late by " + delay.toSeconds() + " s" : "on time");
		if (late) {
			builder.down()
				.withDetail("problem", "The heartbeats of held locks are late")
				.withDetail("remedy", "Look for a warning about a timer in the log, "
						+ "and in a thread dump at what the thread 'latchkey-heartbeats' waits for");
		}
	}

	/** Locks work also while they are not known. */
	private void addDeadlocks(Health.Builder builder) {
		try {
			WaitInspection waits = this.beans.waitRegistry().inspect();
			builder.withDetail("deadlocks", waits.deadlocks().stream().map(LocksHealthIndicator::describe).toList());
			if (waits.problem() != null) {
				builder.withDetail("problem", waits.problem());
			}
		}
		catch (RuntimeException ex) {
			builder.withDetail("deadlocks", "not known: " + LocksReport.problem(ex));
		}
	}

	/** Keys of locks are not shown to all users that may see the details. */
	private static String describe(Deadlock deadlock) {
		return deadlock.members().stream().map((member) -> {
			LockFile file = LockFile.of(member.lock().path(), member.lock().type()).masked();
			return "pid " + member.process().pid() + ((member.callSite() != null) ? " in " + member.callSite() : "")
					+ " waits for " + file.path().getFileName();
		}).collect(Collectors.joining(", "))
				+ (deadlock.isTemporary() ? ", until " + deadlock.until() + " at the latest" : "");
	}

	/** Once: what the filesystem can do does not change. */
	private void prove() {
		if (!this.proven) {
			// If another process has it just now, that proves it too.
			this.beans.named().lock(PROOF).tryAcquire().ifPresent(LockHold::close);
			this.proven = true;
		}
	}

}
