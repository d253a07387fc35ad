package dev.latchkey.claim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockKind;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.Owner;
import dev.latchkey.file.Acquisition;
import dev.latchkey.file.Deadline;
import dev.latchkey.file.LockFileNames;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockProbe;
import dev.latchkey.file.LockRuntime;

/**
 * A directory of claims. A claim on a key is held by at most one process of the machine,
 * and within it by one {@link Claim} object; it is free again the moment its process
 * ends, however that happens.
 *
 * <p>
 * A key is any text, also an empty one; keys that differ only in case are different.
 * Content is any bytes.
 *
 * <p>
 * A directory may be used by many threads. All methods throw {@link LockFileException} if
 * the system refuses what they need.
 */
public final class ClaimDirectory implements AutoCloseable {

	private static final int IDLE_FILES = 256;

	private static final Duration TRANSITION_TIMEOUT = Duration.ofSeconds(1);

	private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

	private final LockRuntime runtime;

	private final Path path;

	private final ClaimFileCache cache = new ClaimFileCache(IDLE_FILES);

	private ClaimDirectory(LockRuntime runtime, Path path) {
		this.runtime = runtime;
		this.path = path;
	}

	/**
	 * Open a directory with the default runtime.
	 * @param path the directory, which is made if it is missing
	 * @return the directory
	 */
	public static ClaimDirectory open(Path path) {
		return open(path, LockRuntime.builder().build());
	}

	/**
	 * Open a directory.
	 * @param path the directory, which is made if it is missing
	 * @param runtime the runtime
	 * @return the directory
	 */
	public static ClaimDirectory open(Path path, LockRuntime runtime) {
		Path absolute = path.toAbsolutePath().normalize();
		runtime.directories().require(absolute);
		return new ClaimDirectory(runtime, absolute);
	}

	/**
	 * Return where the claims are.
	 * @return the directory, absolute
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Acquire a claim if it is free.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @return the claim, or empty if somebody has it
	 */
	public Optional<Claim> tryAcquire(String key, byte[] content) {
		return acquisition(key, content).tryAcquire();
	}

	/**
	 * Acquire a claim, waiting for as long as somebody has it.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @return the claim
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException if this thread has the claim
	 */
	public Claim acquire(String key, byte[] content) throws InterruptedException {
		return acquire(key, content, FOR_EVER);
	}

	/**
	 * Acquire a claim, waiting if somebody has it.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @param time how long to wait at the most
	 * @return the claim
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if somebody had it all the time
	 * @throws LockReentryException if this thread has the claim
	 */
	public Claim acquire(String key, byte[] content, Duration time) throws InterruptedException {
		return acquisition(key, content).acquire(time);
	}

	/**
	 * Look at a claim, without wanting it.
	 * @param key the key
	 * @return its state at a moment during this call
	 */
	public ClaimState state(String key) {
		String name = LockFileNames.escape(key);
		LockProbe gate = new LockProbe(this.runtime, this.path.resolve(gateName(name)));
		LockProbe announce = new LockProbe(this.runtime, this.path.resolve(announceName(name)));
		Deadline damaged = Deadline.after(TRANSITION_TIMEOUT);
		while (true) {
			boolean gateLocked = gate.isLocked();
			boolean announceLocked = announce.isLocked();
			if (gateLocked) {
				return announceLocked ? ClaimState.HELD : ClaimState.ACQUIRING;
			}
			if (!announceLocked) {
				return ClaimState.FREE;
			}
			// A dying process may lose its gate an instant before its announce.
			if (damaged.hasCome()) {
				return ClaimState.DAMAGED;
			}
			announce.awaitChange(damaged);
		}
	}

	/**
	 * Find out who holds a claim.
	 * @param key the key
	 * @return the owners, as far as the kernel tells; none found does not mean free
	 */
	public List<Owner> owners(String key) {
		return new LockOwners(this.runtime).of(this.path.resolve(gateName(LockFileNames.escape(key))));
	}

	/**
	 * Close the files that are kept open for the next acquisition. Claims that are held
	 * stay held, and the directory may still be used.
	 */
	@Override
	public void close() {
		this.cache.close();
	}

	private Acquisition<Claim> acquisition(String key, byte[] content) {
		return new Acquisition<>(this.runtime,
				new ClaimProtocol(this.runtime, this.cache, TRANSITION_TIMEOUT, id(key), content.clone()));
	}

	private LockId id(String key) {
		LockId known = this.cache.idOf(key);
		return (known != null) ? known
				: new LockId(LockKind.CLAIM, key, this.path.resolve(gateName(LockFileNames.escape(key))));
	}

	private static String gateName(String escapedKey) {
		return escapedKey + ".lock";
	}

	static String announceName(String escapedKey) {
		return escapedKey + ".live.lock";
	}

}
