package dev.latchkey.internal.pidfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralHold;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * A pid file: a program claims it when it starts, and no second instance can while the
 * first one lives. The file holds the decimal process id, as other programs expect it; we
 * also keep it locked, so the kernel knows whether its owner lives, whatever the number
 * says. {@code <name>.lock} stays beside it: the file is made and removed under its lock.
 *
 * <p>
 * Releasing the hold removes the file. If the process is killed, the file stays, and the
 * next claim replaces it at once.
 *
 * <p>
 * All methods throw {@link LockFileException} if the system refuses what they need.
 */
public final class PidFile {

	private static final int CLAIM_TRIES = 10;

	private final LockRuntime runtime;

	private final EphemeralFiles files;

	private final LockId id;

	/**
	 * Name a pid file with the default runtime. Nothing is touched.
	 * @param path the file
	 */
	public PidFile(Path path) {
		this(LockRuntime.builder().build(), path);
	}

	/**
	 * Name a pid file. Nothing is touched.
	 * @param runtime the runtime
	 * @param path the file
	 */
	public PidFile(LockRuntime runtime, Path path) {
		Path absolute = LockPaths.absolute(path);
		this.runtime = runtime;
		this.files = EphemeralFiles.openedAnew(runtime, ".lock");
		this.id = new LockId(LockType.PID_FILE, String.valueOf(absolute.getFileName()), absolute);
	}

	/**
	 * Return the file.
	 * @return the path, absolute
	 */
	public Path path() {
		return this.id.path();
	}

	/**
	 * Claim the file for this process.
	 * @return the hold; closing it removes the file
	 * @throws AlreadyRunningException if another process has it, or another part of this
	 * one
	 * @throws LockFileException if it is not a pid file; it is left alone then
	 */
	public LockHold claim() {
		List<LockHolder> owners = List.of();
		// Who is not there any more when it shall be named has left the file free.
		for (int tries = 0; tries < CLAIM_TRIES && owners.isEmpty(); tries++) {
			Optional<LockHold> hold = tryClaim();
			if (hold.isPresent()) {
				return hold.get();
			}
			owners = owners();
		}
		throw new AlreadyRunningException(path(), owners);
	}

	/**
	 * Claim the file for this process if no other one has it.
	 * @return the hold, or empty if another instance is running
	 * @throws LockFileException if it is not a pid file; it is left alone then
	 */
	public Optional<LockHold> tryClaim() {
		return acquisition().tryAcquire().map((hold) -> hold);
	}

	/**
	 * Claim the file for this process, waiting for the end of the process that has it.
	 * @param time how long to wait at the most
	 * @return the hold; closing it removes the file
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if the other process ran all the time
	 * @throws LockReentryException if this thread has claimed it
	 */
	public LockHold claim(Duration time) throws InterruptedException {
		return acquisition().acquire(time);
	}

	/**
	 * Find out who runs.
	 * @return the processes: those that the kernel tells, or else the one that the file
	 * names, whether or not it lives
	 */
	public List<LockHolder> owners() {
		return kind().owners(new LockHolders(this.runtime));
	}

	/**
	 * Look at the file. Nothing is changed.
	 * @return whether a process has it, and which
	 */
	public PidFileStatus status() {
		return new PidFileLook(this.files, this.id, kind()).status();
	}

	public LockId id() {
		return this.id;
	}

	public LockRuntime runtime() {
		return this.runtime;
	}

	private LockAcquirer<EphemeralHold> acquisition() {
		return new LockAcquirer<>(this.runtime, new EphemeralProtocol<>(this.files, this.id, kind()));
	}

	private PidFileFormat kind() {
		return new PidFileFormat(this.files, this.id);
	}

	/**
	 * Remove the file if a process has left it.
	 * @param pid the process, which is dead
	 */
	public void clean(long pid) {
		this.files.removeIf(this.id, (file) -> isLeftBy(pid, file), Boolean::booleanValue);
	}

	private static boolean isLeftBy(long pid, OpenLockFile file) {
		return !file.isLocked() && PidFileContent.read(file).pid() == pid;
	}

}
