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

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrder;
import dev.latchkey.LockTier;
import dev.latchkey.UnsupportedFeatureException;
import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.flightrecorder.FlightRecording;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.ReportedStalls;
import dev.latchkey.internal.lockfile.FileOpener;
import dev.latchkey.internal.lockfile.LockDirectories;
import dev.latchkey.internal.lockfile.LockFailures;
import dev.latchkey.internal.lockfile.LockFileContext;
import dev.latchkey.internal.lockfile.NameCase;
import dev.latchkey.internal.lockfile.PrivateNames;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.internal.wait.FileWatch;
import dev.latchkey.internal.wait.FileWatcher;
import dev.latchkey.internal.wait.KernelWaits;
import dev.latchkey.internal.wait.Timers;
import dev.latchkey.order.LockTiers;

/**
 * What the locks of one configuration share: the platform, the listener, and how to wait.
 * Immutable; build one and give it to each lock type.
 *
 * <p>
 * All runtimes of a class loader share a few threads and one watcher of files. They are
 * kept until the last of these runtimes is {@link #close() closed}.
 */
public final class LockRuntime implements LockFileContext, AutoCloseable {

	private static final Timers commonHeartbeats = new Timers("latchkey-heartbeats");

	private static final Timers commonDeadlines = new Timers("latchkey-deadlines");

	private static int open;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final Timers heartbeats;

	private final Platform platform;

	private final BiConsumer<Level, String> log;

	private final LockListener listener;

	private final boolean observed;

	private final Duration pollInterval;

	private final Duration checkInterval;

	private final boolean shared;

	private final KernelWaits waits;

	private final FileWatcher watcher;

	private final FileOpener opener;

	private final LockDirectories directories;

	private final PrivateNames privateNames = new PrivateNames(this);

	private final HolderQueries holderQueries = new HolderQueries(this);

	private final ReportedStalls reportedStalls = new ReportedStalls();

	private final StackReserve stackReserve;

	private final LockHolder self;

	private final LockOrder order;

	private final @Nullable LockTier tier;

	private LockRuntime(Builder builder) {
		this.platform = builder.platform;
		this.stackReserve = new StackReserve(this.platform.files());
		this.log = builder.log;
		this.listener = listener(builder);
		this.observed = !builder.listeners.isEmpty();
		this.pollInterval = builder.pollInterval;
		this.checkInterval = builder.checkInterval;
		this.shared = builder.shared;
		this.heartbeats = builder.heartbeats;
		this.waits = new KernelWaits(builder.platform, builder.deadlines, builder.maxNativeWaiters,
				builder.pollInterval);
		this.watcher = FileWatcher.of(builder.platform.watches());
		this.opener = new FileOpener(builder.platform.files());
		this.directories = new LockDirectories(builder.platform.files(), this.log, builder.shared,
				builder.remoteFileSystemAllowed);
		this.self = self(builder.platform);
		this.order = (builder.order != null) ? builder.order : new LockTiers();
		this.tier = builder.tier;
		LockFailures.prepare();
		countOpen(1);
	}

	private static LockListener listener(Builder builder) {
		List<LockListener> all = new ArrayList<>();
		all.add(new LoggedTrouble(builder.platform.traits().has(PlatformFeature.CONFIRMED_HOLDERS), builder.log));
		FlightRecording recording = FlightRecording.orNull();
		if (recording != null) {
			all.add(recording);
		}
		all.addAll(builder.listeners);
		return LockListener.of(all);
	}

	private static synchronized void countOpen(int change) {
		open += change;
		boolean noneIsOpen = open == 0;
		commonHeartbeats.endWhenIdle(noneIsOpen);
		commonDeadlines.endWhenIdle(noneIsOpen);
		KernelWaits.endHelpersWhenIdle(noneIsOpen);
		FileWatcher.endAllWhenIdle(noneIsOpen);
	}

	/**
	 * Gives back what the locks of this runtime use besides their files, if no other
	 * runtime uses it: threads end and the watcher of files is closed, each as soon as it
	 * has nothing to do. A lock that is held stays held and watched, and a wait goes on.
	 * The runtime can still be used, but each use may then start a thread.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			countOpen(-1);
		}
	}

	private static LockHolder self(Platform platform) {
		long pid = platform.processes().self().pid();
		return LockHolders.describe(platform, pid, Confidence.CONFIRMED)
			.orElseGet(() -> new LockHolder(pid, null, null, null, Confidence.CONFIRMED));
	}

	/**
	 * Begins a runtime for the system that this process runs on.
	 * @return a builder with the defaults
	 * @throws UnsupportedPlatformException if Latchkey does not work on this system
	 */
	public static Builder builder() {
		return new Builder(Platforms.current());
	}

	/**
	 * Begins a runtime for the system that this process runs on, also where Latchkey does
	 * not work: there an application can run that uses no file lock.
	 * @return a builder with the defaults
	 * @see #hasFileLocks()
	 */
	public static Builder builderOnAnySystem() {
		return new Builder(Platforms.currentOrWithoutFileLocks());
	}

	/**
	 * Begins a runtime whose locks are in the memory of this JVM, on any system. They
	 * exclude its threads, and no other process; nothing is written to a disk.
	 * @return a builder with the defaults
	 */
	public static Builder withinJvm() {
		return new Builder(Platform.withinJvm());
	}

	/**
	 * Begins a runtime for a given platform.
	 * @param platform the platform
	 * @return a builder with the defaults
	 */
	public static Builder builder(Platform platform) {
		return new Builder(platform);
	}

	@Override
	public Platform platform() {
		return this.platform;
	}

	/**
	 * Returns the name of the system that the locks are those of.
	 * @return the name, for people
	 */
	public String platformName() {
		return this.platform.traits().name();
	}

	/**
	 * Returns what users notice of the features that the system lacks.
	 * @return a clause for each; empty for a system that has all
	 */
	public List<String> degraded() {
		return this.platform.traits().degraded();
	}

	/**
	 * Returns whether there are file locks. If not, whatever is done with one fails.
	 * @return whether locks can be acquired, of this machine or within this JVM
	 */
	public boolean hasFileLocks() {
		return this.platform.hasFileLocks();
	}

	/**
	 * Returns what the case of a lock file's name means.
	 * @return whether it counts
	 */
	public NameCase nameCase() {
		return NameCase.on(this.platform);
	}

	StackReserve stackReserve() {
		return this.stackReserve;
	}

	/**
	 * Returns whether the locks are in the memory of this JVM.
	 * @return whether they exclude no other process
	 */
	public boolean isWithinJvm() {
		return this.platform.isWithinJvm();
	}

	/**
	 * Returns who hears what happens to the locks. What it throws is contained.
	 * @return the listener
	 */
	public LockListener listener() {
		return this.listener;
	}

	/**
	 * Publishes that a lock was acquired. Nothing is created for it unless there are
	 * listeners, because this is on the way of every acquisition.
	 * @param hold the hold
	 */
	void acquired(LockHold hold) {
		if (this.observed) {
			this.listener.onEvent(new LockEvent.Acquired(hold));
		}
	}

	/**
	 * Publishes that a lock was released, as {@link #acquired} does.
	 * @param hold the hold
	 */
	void released(LockHold hold) {
		if (this.observed) {
			this.listener.onEvent(new LockEvent.Released(hold));
		}
	}

	/**
	 * Logs what nobody may miss.
	 * @param level how bad it is
	 * @param message what happened
	 */
	public void log(Level level, String message) {
		this.log.accept(level, message);
	}

	/**
	 * Returns how often is looked at what the kernel gives no news of.
	 * @return the interval
	 */
	public Duration pollInterval() {
		return this.pollInterval;
	}

	/**
	 * Waits for the poll interval, where what is waited for is no event.
	 * @param deadline when to wait no longer
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void poll(Deadline deadline) throws InterruptedException {
		LockSupport.parkNanos(this, Math.min(this.pollInterval.toNanos(), deadline.remainingNanos()));
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	/**
	 * Returns how often a held claim or pack lock is looked at.
	 * @return the interval
	 */
	public Duration checkInterval() {
		return this.checkInterval;
	}

	@Override
	public Duration longestPark() {
		return this.pollInterval.multipliedBy(10);
	}

	@Override
	public LockDirectories directories() {
		return this.directories;
	}

	/**
	 * Returns this process, as the holder of locks.
	 * @return this process
	 */
	public LockHolder self() {
		return this.self;
	}

	/**
	 * Returns the name of this machine, for people.
	 * @return the name
	 */
	public String host() {
		return this.platform.processes().self().host();
	}

	/**
	 * Begins to watch files.
	 * @return a watch of nothing yet, to be closed
	 */
	public FileWatch watch() {
		return this.watcher.watch();
	}

	/**
	 * Returns why waits to see a claim poll instead of being woken: the system has no
	 * watch left to give, or the filesystem gives no news.
	 * @return the reason that was seen last, or {@code null} if files can be watched, as
	 * far as was tried
	 */
	public @Nullable String pollingReason() {
		return this.watcher.refusal();
	}

	/**
	 * Returns whether the system tells at all that files change.
	 * @return whether files can be watched, where the system does not refuse
	 */
	public boolean hasFileEvents() {
		return this.platform.traits().has(PlatformFeature.FILE_EVENTS);
	}

	@Override
	public FileOpener opener() {
		return this.opener;
	}

	@Override
	public PrivateNames privateNames() {
		return this.privateNames;
	}

	HolderQueries holderQueries() {
		return this.holderQueries;
	}

	/**
	 * Returns the stalled holders that were reported, each of which is reported once.
	 * @return the stalls
	 */
	public ReportedStalls reportedStalls() {
		return this.reportedStalls;
	}

	/**
	 * Returns what checks the order in which locks are acquired.
	 * @return the order
	 */
	public LockOrder order() {
		return this.order;
	}

	@Nullable LockTier tier() {
		return this.tier;
	}

	@Override
	public boolean isShared() {
		return this.shared;
	}

	@Override
	public int filePermissions() {
		return this.shared ? 0660 : 0644;
	}

	LocalQueue queue() {
		return LocalQueue.SHARED;
	}

	@Override
	public KernelWaits waits() {
		return this.waits;
	}

	Timers heartbeats() {
		return this.heartbeats;
	}

	/**
	 * Returns how late the heartbeats of the locks that this process holds are. Others
	 * may take a process whose heartbeats are late for one that hangs.
	 * @return how long the most overdue one is overdue; zero if none is
	 */
	public Duration heartbeatDelay() {
		return Duration.ofNanos(this.heartbeats.delayNanos());
	}

	/**
	 * Builds a {@link LockRuntime}.
	 */
	public static final class Builder {

		private final Platform platform;

		private Timers heartbeats = commonHeartbeats;

		private Timers deadlines = commonDeadlines;

		private List<? extends LockListener> listeners = List.of();

		private BiConsumer<Level, String> log = System.getLogger("dev.latchkey.locks")::log;

		private Duration pollInterval = Duration.ofMillis(50);

		private Duration checkInterval = Duration.ofSeconds(10);

		private int maxNativeWaiters = 64;

		private boolean shared;

		private boolean remoteFileSystemAllowed;

		private @Nullable LockOrder order;

		private @Nullable LockTier tier;

		private Builder(Platform platform) {
			this.platform = platform;
		}

		/**
		 * Sets who hears what happens to the locks. Nobody, if not set.
		 * @param listeners the listeners, called in this order
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder listeners(List<? extends LockListener> listeners) {
			this.listeners = listeners;
			return this;
		}

		/**
		 * Sets where is logged what nobody may miss, whoever listens besides: as
		 * warnings, and as information what has come to a good end. The system's logger
		 * {@code dev.latchkey.locks}, if not set.
		 * @param log takes a level and a message, quickly, from any thread
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder log(BiConsumer<Level, String> log) {
			this.log = log;
			return this;
		}

		/**
		 * Sets how often is looked at what the kernel gives no news of, such as a lock
		 * file of a program that takes no flock. 50 ms, if not set.
		 * @param pollInterval the interval, at least 1 ms
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder pollInterval(Duration pollInterval) {
			if (pollInterval.compareTo(Duration.ofMillis(1)) < 0) {
				throw new IllegalArgumentException("The poll interval must be at least 1 ms, not " + pollInterval);
			}
			this.pollInterval = pollInterval;
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
			if (checkInterval.compareTo(Duration.ofMillis(1)) < 0) {
				throw new IllegalArgumentException("The check interval must be at least 1 ms, not " + checkInterval);
			}
			this.checkInterval = checkInterval;
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
			if (maxNativeWaiters < 1) {
				throw new IllegalArgumentException(
						"The number of native waiters must be at least 1, not " + maxNativeWaiters);
			}
			this.maxNativeWaiters = maxNativeWaiters;
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
			this.shared = shared;
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
			this.remoteFileSystemAllowed = allowed;
			return this;
		}

		/**
		 * Sets what checks the order in which locks are acquired. An order that logs, if
		 * not set.
		 * @param order the order
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder order(LockOrder order) {
			this.order = order;
			return this;
		}

		/**
		 * Sets the tier of all locks whose options have none. They have no tier, if not
		 * set.
		 * @param tier the tier
		 * @return this builder
		 */
		@CanIgnoreReturnValue
		public Builder tier(LockTier tier) {
			this.tier = tier;
			return this;
		}

		/** Does not share the two threads of this JVM, but use others. */
		Builder timers(Timers heartbeats, Timers deadlines) {
			this.heartbeats = heartbeats;
			this.deadlines = deadlines;
			return this;
		}

		/**
		 * Builds the runtime.
		 * @return the runtime
		 * @throws UnsupportedFeatureException if locks shall be shared, and the system
		 * has no permissions for a group
		 */
		public LockRuntime build() {
			if (this.shared) {
				this.platform.traits()
					.require(PlatformFeature.GROUP_PERMISSIONS, "Sharing lock files with a group of users",
							"Leave shared (latchkey.shared) off, and give the lock directory an access control list "
									+ "that lets the other users read and write there.");
			}
			return new LockRuntime(this);
		}

	}

}
