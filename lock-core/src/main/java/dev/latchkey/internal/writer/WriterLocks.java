package dev.latchkey.internal.writer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.wait.Deadline;

/**
 * Locks of which a data file has one: who holds it is the only one that writes the file.
 * The lock's file is {@code <file>.lock}, beside the file that the path leads to in the
 * end, so it does not matter whether it is named directly or through a symbolic link. The
 * data file need not exist, and is not touched.
 *
 * <p>
 * A living holder of this machine is never robbed, however old its record is; a dead
 * one's lock is free at once. Beside programs that take no flock, and on other machines,
 * time decides: see {@link WriterLockOptions}. {@code <file>.lock.token} stays, and
 * counts the fencing tokens.
 *
 * <p>
 * All methods throw {@link LockFileException} if the system refuses what they need, or if
 * what is at the lock's path is not a writer lock; it is left alone then.
 */
public final class WriterLocks {

	private final LockRuntime runtime;

	private final WriterLockOptions options;

	private final EphemeralFiles files;

	/**
	 * Create locks with the default runtime and times.
	 */
	public WriterLocks() {
		this(LockRuntime.builder().build(), WriterLockOptions.defaults());
	}

	/**
	 * Create locks.
	 * @param runtime the runtime
	 * @param options the times
	 */
	public WriterLocks(LockRuntime runtime, WriterLockOptions options) {
		this.runtime = runtime;
		this.options = options;
		this.files = EphemeralFiles.openedAnew(runtime, ".token");
	}

	/**
	 * Acquire the lock of a data file if it is free.
	 * @param file the data file; its directory is made if it is missing
	 * @return the hold, or empty if somebody has the lock
	 */
	public Optional<WriterLock> tryAcquire(Path file) {
		return acquisition(file).tryAcquire().map((hold) -> hold);
	}

	/**
	 * Acquire the lock of a data file, waiting for as long as somebody has it.
	 * @param file the data file; its directory is made if it is missing
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException if this thread has the lock
	 */
	public WriterLock acquire(Path file) throws InterruptedException {
		return acquire(file, Deadline.INDEFINITE);
	}

	/**
	 * Acquire the lock of a data file, waiting if somebody has it.
	 * @param file the data file; its directory is made if it is missing
	 * @param time how long to wait at the most
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if somebody had it all the time
	 * @throws LockReentryException if this thread has the lock
	 */
	public WriterLock acquire(Path file, Duration time) throws InterruptedException {
		return acquisition(file).acquire(time);
	}

	/**
	 * Find out who writes a data file.
	 * @param file the data file
	 * @return the owners: those that the kernel tells, or else the one that the lock's
	 * file names; none found does not mean free
	 */
	public List<LockHolder> owners(Path file) {
		return kind(id(file)).owners(new LockHolders(this.runtime));
	}

	/**
	 * Look at the lock of a data file, for people. Nothing is changed.
	 * @param file the data file
	 * @return what is there
	 */
	public WriterLockView inspect(Path file) {
		LockId id = id(file);
		return new WriterLockInspection(this.files, id, kind(id)).view();
	}

	private LockAcquirer<WriterHold> acquisition(Path file) {
		LockId id = id(file);
		return new LockAcquirer<>(this.runtime, new EphemeralProtocol<>(this.files, id, kind(id)));
	}

	private WriterFormat kind(LockId id) {
		return new WriterFormat(this.files, id, this.options);
	}

	private static LockId id(Path file) {
		Path target = WriterTarget.of(file);
		String name = String.valueOf(target.getFileName());
		return new LockId(LockType.WRITER, name, target.resolveSibling(name + ".lock"));
	}

}
