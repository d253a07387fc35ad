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

package dev.latchkey.internal.holders;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.internal.lockfile.LockFileContext;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.OpenFiles;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.spawn.ChildStarter;

/**
 * Who holds lock files, by the kernel's table of locks. The table and each process are
 * looked at once for all questions, so an object is used for one answer, by one thread.
 */
public final class LockHolders {

	/** Looking at the files of a process takes as long as it has files. */
	private static final int MOST_LOOKED_AT = 1000;

	/** How many more tables must show a process that shares a lock. */
	private static final int SHARER_TABLES = 5;

	private static final long SHARER_PAUSE_NANOS = 20_000_000;

	private final LockFileContext context;

	private final Platform platform;

	private final LockTable table;

	private final Map<Long, Optional<OpenFiles>> openFiles = new HashMap<>();

	private final Map<Long, Optional<LockHolder>> holders = new HashMap<>();

	private final Map<Long, LockHolder> selfReported = new HashMap<>();

	private @Nullable Map<String, List<Long>> inheritors;

	private @Nullable List<Long> processes;

	private @Nullable LockHolders again;

	/**
	 * Reads the kernel's table.
	 * @param context the configuration
	 */
	public LockHolders(LockFileContext context) {
		this.context = context;
		this.platform = context.platform();
		this.table = context.platform().processes().lockTable();
	}

	/**
	 * Finds the holders of a lock file that was seen to be busy a moment ago. The kernel
	 * tells its table piece by piece, so a row may be missed when others come and go: who
	 * finds nobody looks again.
	 * @param context the configuration
	 * @param path the file
	 * @return those who have it locked exclusively, as far as the kernel tells
	 */
	public static List<LockHolder> ofBusy(LockFileContext context, Path path) {
		return new LockHolders(context).ofBusy(path);
	}

	/**
	 * Finds the holders of a lock file as {@link #ofBusy(LockFileContext, Path)} does.
	 * The second look is one for all questions too.
	 * @param path the file
	 * @return those who have it locked exclusively, as far as the kernel tells
	 */
	public List<LockHolder> ofBusy(Path path) {
		List<LockHolder> holders = of(path);
		return holders.isEmpty() ? again().of(path) : holders;
	}

	private LockHolders again() {
		if (this.again == null) {
			this.again = new LockHolders(this.context);
		}
		return this.again;
	}

	/**
	 * Finds the holders of a lock file. The table names the process that asked for the
	 * lock, also when it has left the lock to a child; so whom it names is looked at, and
	 * if that one has not the file, all processes are.
	 * @param path the file
	 * @return those who have it locked exclusively, as far as the kernel tells
	 */
	public List<LockHolder> of(Path path) {
		FileStatus status = RecordedHolders.areNeeded(this.context) ? null : status(path);
		if (status == null) {
			return List.of();
		}
		Path real = LockPaths.withoutDots(path);
		List<LockHolder> holders = named(real, status.device(), status.inode());
		return (holders.isEmpty() && isLocked(path)) ? confirmed(keepers(real, status.inode())) : holders;
	}

	private @Nullable FileStatus status(Path path) {
		FileStatus status = new FileStatus();
		return (this.platform.files().identity(NativePath.of(path), status) == 0) ? status : null;
	}

	private List<LockHolder> named(Path file, long device, long inode) {
		List<Long> named = this.table.holders(device, inode);
		if (named.isEmpty()) {
			// Some filesystems tell another device in the table.
			named = this.table.holdersOnAnyDevice(inode);
		}
		return confirmed(named.stream().filter((pid) -> keepsLocked(pid, file, inode)).toList());
	}

	/**
	 * Finds the holders of one lock file of many, quickly: the children that have
	 * inherited it in the way in which {@link ChildStarter} leaves it, or else whom the
	 * table names, if that process has the file open. All processes are looked at only if
	 * neither is so. Whom the table names is announced only, if that process has more
	 * than {@value #MOST_LOOKED_AT} locks, whose files are not looked at, or if none is
	 * seen to have the file.
	 * @param file the file, without links in its path
	 * @param device its device
	 * @param inode its inode
	 * @return the holders; empty does not mean that nobody has it locked
	 */
	public List<LockHolder> ofListed(Path file, long device, long inode) {
		List<Long> named = this.table.holders(device, inode);
		if (named.isEmpty()) {
			return List.of();
		}
		List<Long> inheritors = inheritors().get(file.toString());
		if (inheritors != null) {
			return confirmed(inheritors);
		}
		// What this process leaves to a child, it leaves as ChildStarter does.
		long self = this.context.platform().processes().self().pid();
		if (named.stream().anyMatch((pid) -> pid != self && this.table.countOf(pid) > MOST_LOOKED_AT)) {
			return named(named);
		}
		List<Long> keepers = named.stream().filter((pid) -> pid == self || hasOpen(pid, file, inode)).toList();
		if (keepers.isEmpty()) {
			keepers = keepers(file, inode);
		}
		return keepers.isEmpty() ? named(named) : confirmed(keepers);
	}

	private List<LockHolder> confirmed(List<Long> pids) {
		return pids.stream()
			.flatMap((pid) -> this.holders
				.computeIfAbsent(pid, (same) -> describe(this.platform, pid, Confidence.CONFIRMED))
				.stream())
			.toList();
	}

	private List<LockHolder> named(List<Long> pids) {
		return pids.stream()
			.map((pid) -> this.selfReported.computeIfAbsent(pid, (same) -> selfReported(this.context, pid)))
			.toList();
	}

	private boolean hasOpen(long pid, Path file, long inode) {
		return openFiles(pid).map((files) -> files.has(file, inode)).orElse(true);
	}

	/**
	 * Returns whether a process has inherited the lock of a file in the way in which
	 * {@link ChildStarter} leaves it. The table does not show such a lock if the process
	 * that acquired it has ended and this process is in a pid namespace.
	 * @param file the file, without links in its path
	 * @return whether one has
	 */
	public boolean isInherited(Path file) {
		return inheritors().containsKey(file.toString());
	}

	private Map<String, List<Long>> inheritors() {
		if (this.inheritors == null) {
			this.inheritors = this.platform.processes().inheritors();
		}
		return this.inheritors;
	}

	/**
	 * Returns whether the table has an exclusive lock on a file.
	 * @param device the file's device
	 * @param inode its inode
	 * @return whether it has
	 */
	public boolean isNamed(long device, long inode) {
		return !this.table.holders(device, inode).isEmpty();
	}

	/**
	 * Returns whether the table has a lock on a file with an inode number, exclusive or
	 * shared and whatever the device: some filesystems show another one in the table. So
	 * the answer may be about another file. The kernel tells its table piece by piece,
	 * and a row may be missed while other locks come and go, so a file that is not in it
	 * is looked for in a second one. Locks of processes that the system hides are in
	 * neither.
	 * @param inode the file's inode
	 * @return whether it may be locked
	 */
	public boolean mayBeLocked(long inode) {
		return isInTable(inode) || again().isInTable(inode);
	}

	private boolean isInTable(long inode) {
		return this.table.isLockedOnAnyDevice(inode);
	}

	/**
	 * Finds all processes that have a file locked, themselves or by inheritance. Each
	 * process of the system is looked at.
	 * @param path the file
	 * @return those that are seen; this process may not look at the processes of others
	 */
	public List<LockHolder> keepers(Path path) {
		FileStatus status = status(path);
		return (status != null) ? confirmed(keepers(LockPaths.withoutDots(path), status.inode())) : List.of();
	}

	private List<Long> keepers(Path file, long inode) {
		return processes().stream()
			.filter((pid) -> openFiles(pid).filter((files) -> files.keepsLocked(file, inode)).isPresent())
			.toList();
	}

	private List<Long> processes() {
		if (this.processes == null) {
			this.processes = this.platform.processes().all();
		}
		return this.processes;
	}

	/** A process that may not be looked at is believed to have what the table says. */
	private boolean keepsLocked(long pid, Path file, long inode) {
		return openFiles(pid).map((files) -> files.keepsLocked(file, inode)).orElse(true);
	}

	/** Empty for a process that lives and that we may not look at. */
	private Optional<OpenFiles> openFiles(long pid) {
		return this.openFiles.computeIfAbsent(pid,
				(same) -> Optional.ofNullable(this.platform.processes().openFiles(pid)));
	}

	private boolean isLocked(Path path) {
		try {
			return LockFileReader.isLocked(this.context, path);
		}
		catch (LatchkeyException ex) {
			// Whether it is locked cannot be seen, so who has it cannot be told either.
			return false;
		}
	}

	/**
	 * Finds those who share the lock of a file.
	 * @param path the file
	 * @return the processes, as far as the kernel tells
	 */
	public List<LockHolder> sharers(Path path) {
		FileStatus status = status(path);
		return (status != null) ? confirmed(this.table.sharers(status.device(), status.inode())) : List.of();
	}

	/**
	 * Finds the processes that keep a shared lock on a file. Programs inspect locks by
	 * sharing them for an instant, so only a process counts that several tables in a row
	 * show: that takes a tenth of a second if a shared lock is seen at all.
	 * @param path the file
	 * @return the processes, as far as the kernel tells
	 */
	public List<LockHolder> lastingSharers(Path path) {
		FileStatus status = status(path);
		List<Long> sharers = (status != null) ? this.table.sharers(status.device(), status.inode()) : List.of();
		for (int i = 0; i < SHARER_TABLES && status != null && !sharers.isEmpty(); i++) {
			LockSupport.parkNanos(SHARER_PAUSE_NANOS);
			List<Long> again = this.platform.processes().lockTable().sharers(status.device(), status.inode());
			sharers = sharers.stream().filter(again::contains).toList();
		}
		List<LockHolder> alive = confirmed(sharers);
		// A process that has ended may have left the lock to a child.
		return alive.isEmpty() ? named(sharers) : alive;
	}

	/**
	 * Finds those who wait in the kernel for the lock of a file.
	 * @param path the file
	 * @return the processes, as far as the kernel tells, one for each waiting thread
	 */
	public List<LockHolder> waiters(Path path) {
		FileStatus status = status(path);
		return (status != null) ? confirmed(this.table.waiters(status.device(), status.inode())) : List.of();
	}

	/**
	 * Returns what to throw when a file that no process holds is kept by shared locks.
	 * @param path the file
	 * @return the exception, which names the processes that share it
	 */
	public LockFileException sharedByOthers(Path path) {
		String sharers = RecordedHolders.areNeeded(this.context) ? "this system does not tell whose it is"
				: sharers(path).toString();
		return new LockFileException(path,
				"cannot be acquired: a shared lock on it keeps all processes out: " + sharers, 0,
				"End that process, or let it lock the file exclusively (flock without -s) or for an instant only");
	}

	/**
	 * Describes a process that a lock file's content names.
	 * @param context the configuration
	 * @param pid the process
	 * @return the process, as announced
	 */
	public static LockHolder selfReported(LockFileContext context, long pid) {
		return describe(context.platform(), pid, Confidence.SELF_REPORTED).orElseGet(() -> unseen(pid));
	}

	/**
	 * Describes a process of which a file has the number, and nothing else is known: it
	 * is dead, or of another machine or pid namespace. A process that has the number here
	 * may be another.
	 * @param pid the number
	 * @return the process
	 */
	public static LockHolder unseen(long pid) {
		return new LockHolder(pid, null, null, null, Confidence.SELF_REPORTED);
	}

	public static Optional<LockHolder> describe(Platform platform, long pid, Confidence confidence) {
		return Optional.ofNullable(platform.processes().describe(pid))
			.map((process) -> new LockHolder(pid, process.startedAt(), process.executable(), process.commandLine(),
					confidence));
	}

}
