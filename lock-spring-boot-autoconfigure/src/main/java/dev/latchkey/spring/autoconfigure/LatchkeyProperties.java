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

package dev.latchkey.spring.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Profiles;

import dev.latchkey.LockOptions;
import dev.latchkey.order.Enforcement;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.annotation.ReleaseAfter;

/**
 * The properties of Latchkey. There are none with values that cannot be: they are refused
 * when they are bound, with the name of the property.
 *
 * @param enabled Whether other processes are excluded at all. Otherwise annotations and
 * templates lock nothing, and claims, held file, pack and writer locks exclude the
 * threads of this JVM only.
 * @param backend Where locks with names are. Packs, claims, writer locks and pid files
 * are always in files.
 * @param directory Directory that the lock files are in, the same for all processes that
 * exclude each other, on a local filesystem; absolute, or below the home directory if it
 * begins with '~/'. By default
 * '${user.home}/.latchkey/${spring.application.name:application}', with which users with
 * different homes exclude nothing.
 * @param shared Whether other users of the same group use the locks too. Files and
 * directories are then made writable for the group. Refused on Windows.
 * @param waitTime How long to wait for a busy lock at the most. Zero means to try once.
 * @param whenBusy What happens when a lock stayed busy for the whole wait time.
 * @param releaseAfter When a lock is released that was acquired in a transaction: after
 * the transaction has completed, or after the method.
 * @param named When the files of keys are removed.
 * @param heldFile Times of named locks and held file locks.
 * @param claims Times of claims.
 * @param writer Times of writer locks.
 * @param pack Names of pack locks.
 * @param tiers The order in which locks are taken.
 * @param daemon What makes the application a single instance.
 * @param shutdown What happens to locks when the application is stopped.
 * @param integration File locks for Spring Integration.
 * @param shedlock File locks for ShedLock.
 * @param maxNativeWaiters How many threads may wait in the kernel at once. Those beyond
 * poll.
 * @param remoteFilesystem What to do when the lock directory is on a filesystem that is
 * not known to be local.
 * @since 0.1
 */
@ConfigurationProperties("latchkey")
public record LatchkeyProperties(@DefaultValue("true") boolean enabled, @DefaultValue("files") Backend backend,
		@Nullable String directory, @DefaultValue("false") boolean shared, @DefaultValue("5s") Duration waitTime,
		@DefaultValue("throw") BusyDefault whenBusy, @DefaultValue("transaction") ReleaseAfter releaseAfter,
		@DefaultValue Named named, @DefaultValue HeldFile heldFile, @DefaultValue Claims claims,
		@DefaultValue Writer writer, @DefaultValue Pack pack, @DefaultValue Tiers tiers, @DefaultValue Daemon daemon,
		@DefaultValue Shutdown shutdown, @DefaultValue Integration integration, @DefaultValue Shedlock shedlock,
		@DefaultValue("64") int maxNativeWaiters, @DefaultValue("refuse") RemoteFilesystem remoteFilesystem) {

	/**
	 * Checks the values.
	 */
	public LatchkeyProperties {
		InvalidValues.require(!waitTime.isNegative(), "wait-time", waitTime,
				"A wait cannot be negative; 0 means to try once.");
		InvalidValues.require(releaseAfter != ReleaseAfter.DEFAULT, "release-after", releaseAfter,
				"The default for all locks is one of transaction and method.");
		InvalidValues.require(maxNativeWaiters >= 1, "max-native-waiters", maxNativeWaiters,
				"At least one thread must be able to wait in the kernel.");
		if (directory != null) {
			InvalidValues.requirePath("directory", directory);
		}
		if (enabled && backend == Backend.LOCK_REGISTRY) {
			requireOff("integration.lock-registry", integration.lockRegistry(), "Spring Integration");
			requireOff("shedlock.lock-provider", shedlock.lockProvider(), "ShedLock");
		}
	}

	private static void requireOff(String property, boolean value, String library) {
		InvalidValues.require(!value, property, value,
				"With latchkey.backend=lock-registry the locks are in a lock registry that several machines share, and with "
						+ "this property those of " + library + " would be in files of this machine. Remove one of "
						+ "both, and give " + library + " what the machines share.");
	}

	/**
	 * Locks with names.
	 *
	 * @param sweepAfter How long a key must not have been used before the file of its
	 * lock may be removed; 0 to keep all files. The file of a name without a key stays.
	 */
	public record Named(@DefaultValue("10m") Duration sweepAfter) {

		/**
		 * Checks the value.
		 */
		public Named {
			InvalidValues.require(!sweepAfter.isNegative(), "named.sweep-after", sweepAfter,
					"A time cannot be negative; 0 keeps all files.");
		}

	}

	/**
	 * The times of named locks and held file locks.
	 *
	 * @param staleAfter How old the last heartbeat must be for a holder to be reported as
	 * stalled, and for a lock to count as abandoned whose holder the kernel does not
	 * know, such as a program that takes no flock. In a registry, how long a lock lives
	 * without a renewal.
	 * @param heartbeatInterval How often a holder shows that it is alive. By default a
	 * third of stale-after, at least 100 ms.
	 * @param pollInterval How often is looked at what the kernel gives no news of, at
	 * least 1 ms.
	 */
	public record HeldFile(@DefaultValue("30s") Duration staleAfter, @Nullable Duration heartbeatInterval,
			@DefaultValue("50ms") Duration pollInterval) {

		/**
		 * Checks the times, also against each other.
		 */
		public HeldFile {
			InvalidValues.require(pollInterval.compareTo(Duration.ofMillis(1)) >= 0, "held-file.poll-interval",
					pollInterval, "The poll interval must be at least 1 ms.");
			LockOptions unused = options(staleAfter, heartbeatInterval);
		}

		LockOptions options() {
			return options(this.staleAfter, this.heartbeatInterval);
		}

		private static LockOptions options(Duration staleAfter, @Nullable Duration heartbeat) {
			return (heartbeat == null)
					? InvalidValues.blame("held-file.stale-after", staleAfter,
							() -> LockOptions.ofStaleAfter(staleAfter))
					: InvalidValues.blame("held-file.heartbeat-interval", heartbeat,
							() -> LockOptions.of(staleAfter, heartbeat));
		}

	}

	/**
	 * The times of claims.
	 *
	 * @param transitionTimeout How long a process may stay between free and held, in
	 * either direction, before others stop waiting for it.
	 */
	public record Claims(@DefaultValue("1s") Duration transitionTimeout) {

		/**
		 * Checks the time.
		 */
		public Claims {
			InvalidValues.require(transitionTimeout.compareTo(Duration.ZERO) > 0, "claims.transition-timeout",
					transitionTimeout, "The transition timeout must be positive.");
		}

	}

	/**
	 * The times of writer locks.
	 *
	 * @param staleAfter How old the writer lock of a dead process of this machine must
	 * be, or a damaged one, to count as abandoned, where the kernel does not know its
	 * writer.
	 * @param remoteStaleAfter How old the writer lock of another machine must be to count
	 * as abandoned.
	 */
	public record Writer(@DefaultValue("30s") Duration staleAfter, @DefaultValue("300s") Duration remoteStaleAfter) {

		/**
		 * Checks the times, also against each other.
		 */
		public Writer {
			LockOptions unused = options(staleAfter, remoteStaleAfter);
		}

		LockOptions options() {
			return options(this.staleAfter, this.remoteStaleAfter);
		}

		private static LockOptions options(Duration staleAfter, Duration remote) {
			LockOptions options = InvalidValues.blame("writer.stale-after", staleAfter,
					() -> LockOptions.ofStaleAfter(staleAfter).withRemoteStaleAfter(staleAfter));
			InvalidValues.require(remote.compareTo(options.staleAfter()) >= 0, "writer.remote-stale-after", remote,
					"It must not be below writer.stale-after (" + staleAfter.toMillis()
							+ " ms): less is known of another machine's writers than of this one's.");
			return LockOptions.ofStaleAfter(staleAfter).withRemoteStaleAfter(remote);
		}

	}

	/**
	 * The names of pack locks.
	 *
	 * @param fileName Name of the lock file in each pack. All programs that work on the
	 * packs must use the same.
	 */
	public record Pack(@DefaultValue(PackLocks.FILE_NAME) String fileName) {

		/**
		 * Checks the name.
		 */
		public Pack {
			InvalidValues.require(
					!fileName.isBlank() && !fileName.contains("/") && !fileName.equals(".") && !fileName.equals(".."),
					"pack.file-name", fileName, "It is the name of a file within each pack, without a directory.");
		}

	}

	/**
	 * The order in which locks are taken.
	 *
	 * @param enforcement What becomes of a lock that is asked for out of order. By
	 * default fail when one of the debug-profiles is active, and log otherwise.
	 * @param debugProfiles Profiles, or profile expressions, that are for development and
	 * tests.
	 */
	public record Tiers(@Nullable Enforcement enforcement, @DefaultValue( {
			"dev", "test", "local", "debug" }) List<String> debugProfiles){

		/**
		 * Checks the profiles.
		 */
		public Tiers {
			debugProfiles = List.copyOf(debugProfiles);
			for (String profile : debugProfiles) {
				Profiles unused = InvalidValues.blame("tiers.debug-profiles", profile, () -> Profiles.of(profile));
			}
		}

	}

	/**
	 * What makes the application a single instance.
	 *
	 * @param pidFile File that has the process id of the application while it runs. With
	 * it, a second instance does not start. Beside it, a state file says that the
	 * application lives.
	 */
	public record Daemon(@Nullable String pidFile) {

		/**
		 * Checks the path.
		 */
		public Daemon {
			if (pidFile != null) {
				InvalidValues.requirePath("daemon.pid-file", pidFile);
			}
		}

	}

	/**
	 * What happens to locks when the application is stopped.
	 *
	 * @param timeout How long to wait for the work that holds locks, before its threads
	 * are interrupted. Zero means to interrupt them at once.
	 */
	public record Shutdown(@DefaultValue("20s") Duration timeout) {

		/**
		 * Checks the time.
		 */
		public Shutdown {
			InvalidValues.require(!timeout.isNegative(), "shutdown.timeout", timeout,
					"A wait cannot be negative; 0 means not to wait.");
		}

	}

	/**
	 * File locks for Spring Integration.
	 *
	 * @param lockRegistry Whether file locks are the lock registry of Spring Integration,
	 * for leader election and aggregators of several processes of one machine.
	 */
	public record Integration(@DefaultValue("false") boolean lockRegistry) {

	}

	/**
	 * File locks for ShedLock.
	 *
	 * @param lockProvider Whether file locks are the lock provider of ShedLock.
	 */
	public record Shedlock(@DefaultValue("false") boolean lockProvider) {

	}

	/**
	 * Where locks with names are.
	 */
	public enum Backend {

		/**
		 * In files, for the processes of one machine.
		 */
		FILES,

		/**
		 * In the application's lock registry, for several machines.
		 */
		LOCK_REGISTRY

	}

	/**
	 * What happens when a lock stayed busy that does not say it. A fallback belongs to
	 * one lock.
	 */
	public enum BusyDefault {

		/**
		 * The caller gets an exception.
		 */
		THROW,

		/**
		 * The code is not run.
		 */
		SKIP,

		/**
		 * The code is run without the lock.
		 */
		RUN_UNLOCKED

	}

	/**
	 * What to do with a lock directory on a filesystem that is not known to be local.
	 */
	public enum RemoteFilesystem {

		/**
		 * Fails at start-up.
		 */
		REFUSE,

		/**
		 * Uses it. A dead holder of another machine is then known by its age only.
		 */
		ALLOW

	}

}
