package dev.latchkey.file;

import java.io.IOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.latchkey.LatchkeyException;
import dev.latchkey.Owner;
import dev.latchkey.Owner.Confidence;
import dev.latchkey.platform.FileStatus;
import dev.latchkey.platform.LockTable;
import dev.latchkey.platform.NativePath;
import dev.latchkey.platform.Platform;
import dev.latchkey.platform.ProcessCalls.Keeping;

/**
 * Who holds lock files, by the kernel's table of locks, read once for all questions.
 */
public final class LockOwners {

	private final LockRuntime runtime;

	private final Platform platform;

	private final LockTable table;

	/**
	 * Read the kernel's table.
	 * @param runtime the runtime
	 */
	public LockOwners(LockRuntime runtime) {
		this.runtime = runtime;
		this.platform = runtime.platform();
		this.table = runtime.platform().processes().lockTable();
	}

	/**
	 * Find the owners of a lock file that was seen to be busy a moment ago. The kernel
	 * tells its table piece by piece, so a row may be missed when others come and go: who
	 * finds nobody looks again.
	 * @param runtime the runtime
	 * @param path the file
	 * @return those who have it locked exclusively, as far as the kernel tells
	 */
	public static List<Owner> ofBusy(LockRuntime runtime, Path path) {
		List<Owner> owners = new LockOwners(runtime).of(path);
		return owners.isEmpty() ? new LockOwners(runtime).of(path) : owners;
	}

	/**
	 * Find the owners of a lock file. The table names the process that asked for the
	 * lock, also when it has left the lock to a child; so whom it names is looked at, and
	 * if that one has not the file, all processes are.
	 * @param path the file
	 * @return those who have it locked exclusively, as far as the kernel tells
	 */
	public List<Owner> of(Path path) {
		FileStatus status = new FileStatus();
		if (this.platform.files().identity(NativePath.of(path), status) < 0) {
			return List.of();
		}
		Path real = real(path);
		List<Long> keepers = named(real, status);
		if (keepers.isEmpty() && isLocked(path)) {
			keepers = this.platform.processes().keepers(real, status.inode());
		}
		return keepers.stream().flatMap(this::confirmed).toList();
	}

	private List<Long> named(Path real, FileStatus status) {
		List<Long> named = this.table.holders(status.device(), status.inode());
		if (!named.isEmpty()) {
			return named.stream().filter((pid) -> keeping(pid, real, status) != Keeping.NO).toList();
		}
		return this.table.holdersOnAnyDevice(status.inode())
			.stream()
			.filter((pid) -> keeping(pid, real, status) == Keeping.YES)
			.toList();
	}

	private Keeping keeping(long pid, Path real, FileStatus status) {
		return this.platform.processes().keeping(pid, real, status.inode());
	}

	private boolean isLocked(Path path) {
		try {
			return new LockProbe(this.runtime, path).isLocked();
		}
		catch (LatchkeyException ex) {
			// Whether it is locked cannot be seen, so who has it cannot be told either.
			return false;
		}
	}

	private static Path real(Path path) {
		try {
			return path.toRealPath(LinkOption.NOFOLLOW_LINKS);
		}
		catch (IOException ex) {
			return path;
		}
	}

	/**
	 * Find those who share the lock of a file.
	 * @param path the file
	 * @return the processes, as far as the kernel tells
	 */
	public List<Owner> sharers(Path path) {
		FileStatus status = new FileStatus();
		if (this.platform.files().identity(NativePath.of(path), status) < 0) {
			return List.of();
		}
		return this.table.sharers(status.device(), status.inode()).stream().flatMap(this::confirmed).toList();
	}

	private Stream<Owner> confirmed(long pid) {
		return describe(this.platform, pid, Confidence.CONFIRMED).stream();
	}

	/**
	 * Describe a process that a lock file's content names.
	 * @param runtime the runtime
	 * @param pid the process
	 * @return the process, as announced
	 */
	public static Owner announced(LockRuntime runtime, long pid) {
		return describe(runtime.platform(), pid, Confidence.ANNOUNCED)
			.orElseGet(() -> new Owner(pid, null, null, null, Confidence.ANNOUNCED));
	}

	static Optional<Owner> describe(Platform platform, long pid, Confidence confidence) {
		return Optional.ofNullable(platform.processes().describe(pid))
			.map((process) -> new Owner(pid, process.startedAt(), process.executable(), process.commandLine(),
					confidence));
	}

}
