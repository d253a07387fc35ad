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

package dev.latchkey;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.claim.Claims;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.parts.Lazy;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.internal.writer.WriterLocks;
import dev.latchkey.pack.PackLocks;

/**
 * Locks between the processes of a machine, with the operating system as the lock server.
 *
 * <pre>{@code
 * try (Latchkey latchkey = Latchkey.builder().directory(Path.of("/var/lib/orders/locks")).build()) {
 *     CrossProcessLock<LockHold> lock = latchkey.lock("customer", "17");
 *     try (LockHold hold = lock.acquire(Duration.ofSeconds(10))) {
 *         // No other process is here at the same time.
 *     }
 * }
 * }</pre>
 *
 * <p>
 * Which lock fits which need:
 * <ul>
 * <li>{@link #lock}: run a job in one process at a time. Any program can take part, such
 * as {@code flock(1)} on the file of the lock's id: its name is escaped,
 * {@code a%2Eb.flock} for the name {@code a.b}.</li>
 * <li>{@link #heldFile}: the same with a path, for programs that expect a lock file that
 * exists only while the lock is held.</li>
 * <li>{@link #claims}: own a key, and publish content that others can read while you own
 * it.</li>
 * <li>{@link #writer}: be the one writer of a data file, also beside programs that take
 * no flock.</li>
 * <li>{@link #pidFile}: be the one running instance of a program.</li>
 * <li>{@link #packs}: work on a directory that must not be worked on twice at once,
 * together with its workspace, backend and manifest; in one order.</li>
 * </ul>
 *
 * <p>
 * An instance is for the life of the application, and for any thread. Locks of different
 * instances and processes exclude each other if they have the same file.
 *
 * @since 0.1
 */
public final class Latchkey implements AutoCloseable {

	static {
		LatchkeyParts.assembledBy(Latchkey::new);
	}

	private final LatchkeyParts parts;

	private Latchkey(LatchkeyParts parts) {
		this.parts = parts;
	}

	/**
	 * Begins an instance for the system that this process runs on.
	 * @return a builder with the defaults, which needs a directory
	 * @throws UnsupportedPlatformException if Latchkey does not work on this system
	 */
	public static Builder builder() {
		return new Builder(LockRuntime.builder());
	}

	/**
	 * Begins an instance whose locks are in the memory of this JVM, on any system. They
	 * exclude its threads, and no other process; nothing is written to a disk. This is
	 * for tests.
	 * @return a builder with the defaults, which needs a directory as a name
	 */
	public static Builder withinJvm() {
		return new Builder(LockRuntime.withinJvm());
	}

	/**
	 * Returns the lock of a name. Its file is {@code <directory>/<name>.flock}, which
	 * stays. All characters of the name but {@code A-Z a-z 0-9 _ -} are escaped there:
	 * the file of {@code a.b} is {@code a%2Eb.flock}. Beside the lock files there is
	 * {@code <directory>/.mutex}, which stays too: removals of files are made under it.
	 * @param name the name, any text but an empty one
	 * @return the lock; its id has the file, whose name is escaped
	 * @throws IllegalArgumentException if the name is empty
	 */
	public HeartbeatLock lock(String name) {
		return this.parts.named().lock(name);
	}

	/**
	 * Returns the lock of a name and a key, such as one lock for each customer. Its file
	 * is {@code <directory>/<name>.<key>.flock}; files of idle keys are removed after
	 * some time.
	 * @param name the name, any text but an empty one
	 * @param key distinguishes locks of that name
	 * @return the lock
	 */
	public HeartbeatLock lock(String name, String key) {
		return this.parts.named().lock(name, Objects.requireNonNull(key, "A lock of a name and a key needs a key"));
	}

	/**
	 * Returns the lock of a path, whose file exists exactly while the lock is held.
	 * Beside it there is {@code <path>.token}, which stays: it counts the fencing tokens,
	 * and the file of the lock is made and removed under it.
	 * @param path the lock's file; its directory is made if it is missing
	 * @return the lock
	 */
	public HeartbeatLock heldFile(Path path) {
		return this.parts.heldFiles().lock(path);
	}

	/**
	 * Returns the lock of a data file: its holder is the only one that writes the file.
	 * The lock's file is {@code <file>.lock}, beside the file that the path leads to in
	 * the end, and exists exactly while the lock is held. Beside it there is
	 * {@code <file>.lock.token}, which stays, as with {@link #heldFile}. The data file
	 * need not exist, and is not touched. The lock's file is not text. A file with
	 * several names (hard links) has a lock for each of them.
	 * @param dataFile the data file; its directory is made if it is missing
	 * @return the lock
	 */
	public CrossProcessLock<WriterHold> writer(Path dataFile) {
		return this.parts.writers().lock(dataFile);
	}

	/**
	 * Returns the lock of a program: its holder is the only instance that runs. The pid
	 * file exists exactly while the lock is held. Beside it there is {@code <path>.lock},
	 * which stays, as the token file of {@link #heldFile} does.
	 * @param path the pid file
	 * @return the lock
	 */
	public PidFile pidFile(Path path) {
		return new PidFileLock(this.parts.runtime(), path, this.parts.options());
	}

	/**
	 * Returns the claims of the directory, which is made if it is missing. A claim has
	 * two files there, which stay: {@code <key>.lock} with its content and
	 * {@code <key>.live.lock}. The key is escaped as the name of {@link #lock(String)}.
	 * @return the claims
	 * @throws LockFileException if the directory cannot be used
	 */
	public Claims claims() {
		return this.parts.claims().get();
	}

	/**
	 * Returns the locks around packs. Their files are in or beside the directories that
	 * they are for, and stay; each method says which. Beside the file of a manifest's
	 * lock there is one that ends with {@code .turn} once a writer had to wait.
	 * @return the locks
	 */
	public PackLocks packs() {
		return this.parts.packs().get();
	}

	/**
	 * Returns the directory of named locks and claims.
	 * @return the directory, absolute
	 */
	public Path directory() {
		return this.parts.directory();
	}

	/**
	 * Returns what is held through this instance now, oldest first.
	 * @return a snapshot
	 */
	public List<LockHold> holds() {
		return this.parts.active().holds();
	}

	/**
	 * Returns what is waited for through this instance now, longest first.
	 * @return a snapshot
	 */
	public List<LockWait> waits() {
		return this.parts.active().waits();
	}

	/**
	 * Closes the files that are kept open for the next acquisition, and gives back the
	 * threads if no other instance uses them. Locks that are held stay held and watched,
	 * and waits go on. The instance may still be used, but keeps no files open any more.
	 */
	@Override
	public void close() {
		this.parts.close();
	}

	/**
	 * Builds a {@link Latchkey}.
	 */
	@SuppressWarnings("exports") // annotations for Error Prone, which callers may lack
	public static final class Builder {

		private final LockRuntime.Builder runtime;

		private final ActiveLocks active = new ActiveLocks();

		private @Nullable Path directory;

		private List<? extends LockListener> listeners = List.of();

		private LockOptions options = LockOptions.defaults();

		private Duration sweepAfter = NamedLocks.DEFAULT_SWEEP_AFTER;

		private Duration transitionTimeout = ClaimDirectory.DEFAULT_TRANSITION_TIMEOUT;

		private String packFileName = PackLocks.FILE_NAME;

		private Builder(LockRuntime.Builder runtime) {
			this.runtime = runtime;
		}

		/**
		 * Sets the directory of named locks and claims. All processes that exclude each
		 * other need the same one; it must be on a local filesystem.
		 * @param directory the directory, which is made if it is missing; neither a link
		 * nor writable for all users, unless with the sticky bit as {@code /tmp}
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder directory(Path directory) {
			this.directory = directory;
			return this;
		}

		/**
		 * Sets what gets the events of the locks. Nothing, if not set.
		 * @param listeners the listeners, called in this order
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder listeners(LockListener... listeners) {
			return listeners(List.of(listeners));
		}

		/**
		 * Sets what gets the events of the locks. Nothing, if not set.
		 * @param listeners the listeners, called in this order
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder listeners(List<? extends LockListener> listeners) {
			this.listeners = listeners;
			return this;
		}

		/**
		 * Sets the options of all locks that are given no others.
		 * @param options the options
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder options(LockOptions options) {
			this.options = options;
			return this;
		}

		/**
		 * Sets what logs troubles that must not be missed, whatever listeners there are:
		 * as warnings, and as information what has come to a good end. The system's
		 * logger {@code dev.latchkey.locks}, if not set.
		 * @param log takes a level and a message, quickly, from any thread
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder log(BiConsumer<Level, String> log) {
			this.runtime.log(log);
			return this;
		}

		/**
		 * Sets how often is looked at what the kernel sends no event for, such as a lock
		 * file of a program that takes no flock. 50 ms, if not set.
		 * @param pollInterval the interval, at least 1 ms
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder pollInterval(Duration pollInterval) {
			this.runtime.pollInterval(pollInterval);
			return this;
		}

		/**
		 * Sets how often a held claim or pack lock is checked, to notice that its files
		 * were removed. Ten seconds, if not set. Other locks are checked at each
		 * heartbeat.
		 * @param checkInterval the interval, at least 1 ms
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder checkInterval(Duration checkInterval) {
			this.runtime.checkInterval(checkInterval);
			return this;
		}

		/**
		 * Sets how many threads may wait in the kernel at once; those beyond poll. 64, if
		 * not set.
		 * @param maxNativeWaiters the number, at least 1
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder maxNativeWaiters(int maxNativeWaiters) {
			this.runtime.maxNativeWaiters(maxNativeWaiters);
			return this;
		}

		/**
		 * Sets whether other users of the same group use the locks too. Directories are
		 * then made with the permissions 2770 and files with 660, instead of 700 and 644.
		 * Not, if not set.
		 * @param shared whether the locks are shared with the group
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder shared(boolean shared) {
			this.runtime.shared(shared);
			return this;
		}

		/**
		 * Sets whether locks may be on a filesystem that is not known to be local. Not,
		 * if not set.
		 * @param allowed whether such filesystems are allowed
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder remoteFileSystemAllowed(boolean allowed) {
			this.runtime.remoteFileSystemAllowed(allowed);
			return this;
		}

		/**
		 * Sets what checks the order in which tasks acquire locks on tiers. An order that
		 * logs, if not set.
		 * @param order the order
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder order(LockOrder order) {
			this.runtime.order(order);
			return this;
		}

		/**
		 * Sets the tier of all locks whose options have none. Packs have tiers of their
		 * own. No tier, if not set.
		 * @param tier the tier
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder tier(LockTier tier) {
			this.runtime.tier(tier);
			return this;
		}

		/**
		 * Sets for how long a key must not have been used before the file of its lock may
		 * be removed. Ten minutes, if not set. Files of names without a key stay.
		 * @param sweepAfter the time; zero keeps all files
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder sweepAfter(Duration sweepAfter) {
			if (sweepAfter.isNegative()) {
				throw new IllegalArgumentException("The time before a sweep cannot be negative: " + sweepAfter);
			}
			this.sweepAfter = sweepAfter;
			return this;
		}

		/**
		 * Sets for how long readers of claims, and tries, wait for a process that is
		 * between free and held. One second, if not set.
		 * @param transitionTimeout the time, positive
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder transitionTimeout(Duration transitionTimeout) {
			if (transitionTimeout.isNegative() || transitionTimeout.isZero()) {
				throw new IllegalArgumentException("The transition timeout must be positive: " + transitionTimeout);
			}
			this.transitionTimeout = transitionTimeout;
			return this;
		}

		/**
		 * Sets the name of each pack's lock file. {@value PackLocks#FILE_NAME}, if not
		 * set, for all programs that speak the protocol.
		 * @param packFileName the name
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder packFileName(String packFileName) {
			this.packFileName = packFileName;
			return this;
		}

		private Lazy<PackLocks> packs(LockRuntime built) {
			PackLockFiles packs = new PackLockFiles(built, this.packFileName);
			return Lazy.of(() -> packs, (same) -> packs.close());
		}

		private Path requireDirectory() {
			Path given = this.directory;
			if (given == null) {
				throw new IllegalStateException("A directory of locks must be set: Latchkey.builder().directory(...)");
			}
			return given;
		}

		/**
		 * Builds the instance. Nothing is opened or made yet.
		 * @return the instance, to be closed
		 * @throws UnsupportedFeatureException if the locks shall be shared, and the
		 * system has no permissions for a group
		 */
		public Latchkey build() {
			Path absolute = LockPaths.absolute(requireDirectory());
			List<LockListener> all = new ArrayList<>(this.listeners);
			all.add(0, this.active);
			LockRuntime built = this.runtime.listeners(all).build();
			return new Latchkey(new LatchkeyParts(built, this.active, absolute, this.options,
					new NamedLocks(built, absolute, this.options, this.sweepAfter),
					new HeldFileLocks(built, this.options), new WriterLocks(built, this.options),
					Lazy.of(() -> ClaimDirectory.open(absolute, built, this.transitionTimeout), ClaimDirectory::close),
					packs(built)));
		}

	}

}
