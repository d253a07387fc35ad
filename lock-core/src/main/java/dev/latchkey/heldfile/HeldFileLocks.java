package dev.latchkey.heldfile;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockKind;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.Owner;
import dev.latchkey.file.Acquisition;
import dev.latchkey.file.LockRuntime;

/**
 * Locks whose file exists exactly while they are held. At most one process of the machine
 * holds the lock of a path, and within it one {@link LockHold}; when that process ends,
 * however that happens, the next one gets the lock at once. A living holder is never
 * robbed, however slow it is.
 *
 * <p>
 * Beside the file there is {@code <path>.token}, which stays: it counts the fencing
 * tokens. Both may be used by programs that speak the plain protocol.
 *
 * <p>
 * All methods throw {@link LockFileException} if the system refuses what they need, or if
 * what is at the path is not a lock file; it is left alone then.
 */
public final class HeldFileLocks {

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

	private final LockRuntime runtime;

	private final HeldFileOptions options;

	/**
	 * Create locks with the default runtime and times.
	 */
	public HeldFileLocks() {
		this(LockRuntime.builder().build(), HeldFileOptions.defaults());
	}

	/**
	 * Create locks.
	 * @param runtime the runtime
	 * @param options the times
	 */
	public HeldFileLocks(LockRuntime runtime, HeldFileOptions options) {
		this.runtime = runtime;
		this.options = options;
	}

	/**
	 * Acquire a lock if it is free.
	 * @param path the lock's file; its directory is made if it is missing
	 * @return the hold, or empty if somebody has the lock
	 */
	public Optional<LockHold> tryAcquire(Path path) {
		return acquisition(path).tryAcquire().map((hold) -> hold);
	}

	/**
	 * Acquire a lock, waiting for as long as somebody has it.
	 * @param path the lock's file; its directory is made if it is missing
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException if this thread has the lock
	 */
	public LockHold acquire(Path path) throws InterruptedException {
		return acquire(path, FOR_EVER);
	}

	/**
	 * Acquire a lock, waiting if somebody has it.
	 * @param path the lock's file; its directory is made if it is missing
	 * @param time how long to wait at the most
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if somebody had it all the time
	 * @throws LockReentryException if this thread has the lock
	 */
	public LockHold acquire(Path path, Duration time) throws InterruptedException {
		return acquisition(path).acquire(time);
	}

	/**
	 * Find out who holds a lock.
	 * @param path the lock's file
	 * @return the owners: those that the kernel tells, or else the one that the file
	 * names; none found does not mean free
	 */
	public List<Owner> owners(Path path) {
		return protocol(path).owners();
	}

	private Acquisition<HeldFileHold> acquisition(Path path) {
		return new Acquisition<>(this.runtime, protocol(path));
	}

	private HeldFileProtocol protocol(Path path) {
		Path absolute = path.toAbsolutePath().normalize();
		Path name = absolute.getFileName();
		LockId id = new LockId(LockKind.HELD_FILE, (name != null) ? name.toString() : "", absolute);
		return new HeldFileProtocol(this.runtime, this.options, id);
	}

}
