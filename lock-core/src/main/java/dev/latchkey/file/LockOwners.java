package dev.latchkey.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.latchkey.Owner;
import dev.latchkey.Owner.Confidence;
import dev.latchkey.platform.FileStatus;
import dev.latchkey.platform.LockTable;
import dev.latchkey.platform.NativePath;
import dev.latchkey.platform.Platform;

/**
 * Who holds lock files, by the kernel's table of locks, read once for all questions.
 */
public final class LockOwners {

	private final Platform platform;

	private final LockTable table;

	/**
	 * Read the kernel's table.
	 * @param runtime the runtime
	 */
	public LockOwners(LockRuntime runtime) {
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
	 * Find the owners of a lock file.
	 * @param path the file
	 * @return those who have it locked exclusively, as far as the kernel tells
	 */
	public List<Owner> of(Path path) {
		return find(path, this.table::holders);
	}

	/**
	 * Find those who share the lock of a file.
	 * @param path the file
	 * @return the processes, as far as the kernel tells
	 */
	public List<Owner> sharers(Path path) {
		return find(path, this.table::sharers);
	}

	private List<Owner> find(Path path, LongBinaryQuery query) {
		FileStatus status = new FileStatus();
		if (this.platform.files().identity(NativePath.of(path), status) < 0) {
			return List.of();
		}
		return query.ask(status.device(), status.inode()).stream().flatMap(this::confirmed).toList();
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

	private interface LongBinaryQuery {

		List<Long> ask(long device, long inode);

	}

}
