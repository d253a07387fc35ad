package dev.latchkey.internal.claim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.AsyncAcquisition;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.wait.Deadline;

/**
 * A directory of claims. A claim on a key is held by at most one process of the machine,
 * and within it by one {@link Claim} object; it is free again the moment its process
 * ends, however that happens. All objects of this class and all programs that speak the
 * protocol share the claims of a directory; who looks at a claim sees it whoever holds
 * it, this process included.
 *
 * <p>
 * A key is any text, also an empty one; keys that differ only in case are different. Only
 * half of a surrogate pair is refused, with an {@link IllegalArgumentException}. Content
 * is any bytes, up to {@link #LONGEST_CONTENT}.
 *
 * <p>
 * A directory may be used by many threads. Who only looks must be allowed to write there
 * too, because that is how a directory is found fit for locks.
 *
 * <p>
 * Methods throw {@link LockFileException} if the system refuses what they need.
 * {@link #owners} and {@link #list} tell what they can see instead. Methods that wait
 * throw {@link InterruptedException} if the thread is interrupted while it waits; a
 * method that finds at once what it waits for keeps the interrupt, but none acquires a
 * claim for a thread that was interrupted before.
 */
public final class ClaimDirectory implements AutoCloseable {

	private static final Duration TRANSITION_TIMEOUT = Duration.ofSeconds(1);

	/** The longest content of a claim, in bytes: 16 MiB. */
	public static final int LONGEST_CONTENT = 16 << 20;

	private final LockRuntime runtime;

	private final Path path;

	private final IdleFiles<ClaimFiles> cache;

	private final Duration transitionTimeout;

	private final boolean ownsRuntime;

	private ClaimDirectory(LockRuntime runtime, Path path, Duration transitionTimeout, boolean ownsRuntime) {
		this.runtime = runtime;
		this.path = path;
		this.cache = new IdleFiles<>(runtime);
		this.transitionTimeout = transitionTimeout;
		this.ownsRuntime = ownsRuntime;
	}

	/**
	 * Open a directory with the default runtime.
	 * @param path the directory, which is made if it is missing; neither a link nor open
	 * to everybody for writing
	 * @return the directory
	 */
	public static ClaimDirectory open(Path path) {
		return open(path, LockRuntime.builder().build(), TRANSITION_TIMEOUT, true);
	}

	/**
	 * Open a directory.
	 * @param path the directory, which is made if it is missing
	 * @param runtime the runtime
	 * @return the directory
	 */
	public static ClaimDirectory open(Path path, LockRuntime runtime) {
		return open(path, runtime, TRANSITION_TIMEOUT);
	}

	/**
	 * Open a directory.
	 * @param path the directory, which is made if it is missing
	 * @param runtime the runtime
	 * @param transitionTimeout how long a peer may stay between free and held, in either
	 * direction, before readers and tries stop waiting for it; one second is usual
	 * @return the directory
	 */
	public static ClaimDirectory open(Path path, LockRuntime runtime, Duration transitionTimeout) {
		if (transitionTimeout.isNegative() || transitionTimeout.isZero()) {
			throw new IllegalArgumentException("The transition timeout must be positive, not " + transitionTimeout);
		}
		return open(path, runtime, transitionTimeout, false);
	}

	private static ClaimDirectory open(Path path, LockRuntime runtime, Duration transitionTimeout,
			boolean ownsRuntime) {
		Path absolute = LockPaths.absolute(path);
		runtime.directories().require(absolute);
		return new ClaimDirectory(runtime, absolute, transitionTimeout, ownsRuntime);
	}

	/**
	 * Return where the claims are.
	 * @return the directory, absolute
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Acquire a claim if it is free. This takes microseconds, but up to a second or the
	 * transition timeout if something is in the way of knowing whether it is free: a
	 * shared lock, or a peer between free and held.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @return the claim, or empty if somebody has it, be it this process or this thread;
	 * a claim stays held also when this result is dropped. Who had it may have gone when
	 * {@link #read} looks next
	 * @throws LockFileException also if nobody has the claim, and somebody sits on a
	 * shared lock of one of its files
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
		return acquire(key, content, Deadline.INDEFINITE);
	}

	/**
	 * Acquire a claim, waiting if somebody has it.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @param time how long to wait at the most
	 * @return the claim
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if somebody had it all the time
	 * @throws LockFileException also if nobody had it at the end, and somebody sat on a
	 * shared lock of one of its files
	 * @throws LockReentryException if this thread has the claim
	 */
	public Claim acquire(String key, byte[] content, Duration time) throws InterruptedException {
		return acquisition(key, content).acquire(time);
	}

	/**
	 * Acquire a claim without waiting for it here, as long as it takes. This is how to
	 * stand by for another process to end.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @return the claim to come; see {@link #acquireAsync(String, byte[], Duration)}
	 */
	public CompletableFuture<Claim> acquireAsync(String key, byte[] content) {
		return acquireAsync(key, content, Deadline.INDEFINITE);
	}

	/**
	 * Acquire a claim without waiting for it here. A thread waits for each call: a
	 * virtual one where there are such. It completes the future, and runs what depends on
	 * it.
	 *
	 * <p>
	 * Cancelling the returned future (not one that was derived from it) ends the wait;
	 * {@code cancel} returns when the waiting thread has given up, which takes
	 * microseconds as a rule, and up to a tenth of a second beside a shared lock. If it
	 * returns true, the claim was not held and will not be. If it returns false the wait
	 * was over, and a claim may be held that must be released:
	 * {@code if (!future.cancel(true)) future.thenAccept(Claim::release)}. A future that
	 * is ended otherwise, as by {@code orTimeout}, ends the wait too, but does not wait
	 * for that; a claim that comes meanwhile is released again.
	 * @param key the key
	 * @param content what others may read while the claim is held
	 * @param time how long to wait at the most
	 * @return the claim to come; fails with {@link LockTimeoutException} or
	 * {@link LockFileException}. Who has the claim already waits until it is released
	 */
	public CompletableFuture<Claim> acquireAsync(String key, byte[] content, Duration time) {
		return AsyncAcquisition.start(acquisition(key, content).deferred(time));
	}

	/**
	 * Look at a claim, without wanting it.
	 * @param key the key
	 * @return its state at a moment during this call
	 */
	public ClaimState state(String key) {
		return reader(key).state();
	}

	/**
	 * Read the content of a claim. It was written by a holder that held the claim before,
	 * while and after it was read, and it is complete. While somebody is just acquiring
	 * the claim, changing its content or letting it go, this waits for the outcome, for
	 * the transition timeout at the most.
	 * @param key the key
	 * @return the content, or empty if nobody holds the claim, or its holder did not come
	 * to the end of what it was doing, or somebody has removed the holder's file
	 */
	public Optional<byte[]> read(String key) {
		return reader(key).read();
	}

	/**
	 * Wait until somebody holds a claim.
	 * @param key the key
	 * @param time how long to wait at the most
	 * @return whether it was seen held
	 * @throws InterruptedException if the thread was interrupted
	 */
	public boolean awaitHeld(String key, Duration time) throws InterruptedException {
		return reader(key).awaitHeld(Deadline.after(time));
	}

	/**
	 * Wait until somebody holds a claim, as long as it takes.
	 * @param key the key
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void awaitHeld(String key) throws InterruptedException {
		boolean unused = awaitHeld(key, Deadline.INDEFINITE);
	}

	/**
	 * Wait until a claim is held with content that is wanted.
	 * @param key the key
	 * @param wanted tells whether content is wanted; may be asked often
	 * @param time how long to wait at the most
	 * @return the content, as {@link #read} returns it, or empty if the time ran out
	 * @throws InterruptedException if the thread was interrupted
	 */
	public Optional<byte[]> awaitContent(String key, Predicate<byte[]> wanted, Duration time)
			throws InterruptedException {
		return reader(key).awaitContent(wanted, Deadline.after(time));
	}

	/**
	 * Wait until a claim is held with content that is wanted, as long as it takes.
	 * @param key the key
	 * @param wanted tells whether content is wanted; may be asked often
	 * @return the content, as {@link #read} returns it
	 * @throws InterruptedException if the thread was interrupted
	 */
	public byte[] awaitContent(String key, Predicate<byte[]> wanted) throws InterruptedException {
		return awaitContent(key, wanted, Deadline.INDEFINITE).orElseThrow();
	}

	/**
	 * Wait until nobody holds a claim.
	 * @param key the key
	 * @param time how long to wait at the most
	 * @return whether it was seen not held
	 * @throws InterruptedException if the thread was interrupted
	 */
	public boolean awaitReleased(String key, Duration time) throws InterruptedException {
		return reader(key).awaitReleased(Deadline.after(time));
	}

	/**
	 * Wait until nobody holds a claim, as long as it takes.
	 * @param key the key
	 * @throws InterruptedException if the thread was interrupted
	 */
	public void awaitReleased(String key) throws InterruptedException {
		boolean unused = awaitReleased(key, Deadline.INDEFINITE);
	}

	/**
	 * Find out who holds a claim.
	 * @param key the key
	 * @return the owners, as far as the kernel tells: one process, or several if it was
	 * left to a child that has children of its own; none found does not mean free
	 */
	public List<LockHolder> owners(String key) {
		LockHolders owners = new LockHolders(this.runtime);
		LockId id = id(key);
		List<LockHolder> holders = owners.of(id.path());
		// A claim that lost its gate is held by whoever has its announce.
		return !holders.isEmpty() ? holders : owners.of(announceOf(id));
	}

	/**
	 * List all claims of the directory that have files, also those that nobody holds. The
	 * kernel's table of locks is read once for all. The owners of a claim are the
	 * processes that have its gate open, also if another one has left it to them; those
	 * of a {@link ClaimState#DAMAGED damaged} claim are those who have its announce.
	 * After five seconds only the table is asked for the state of those that are left.
	 * @return the claims, by name
	 */
	public List<ListedClaim> list() {
		return new ClaimList(this, this.runtime, this.transitionTimeout).read();
	}

	/**
	 * Close the files that are kept open for the next acquisition, and the runtime if it
	 * is the default one. Claims that are held stay held, and waits go on. The directory
	 * may still be used, but keeps no files open any more.
	 */
	@Override
	public void close() {
		this.cache.close();
		if (this.ownsRuntime) {
			this.runtime.close();
		}
	}

	private LockAcquirer<Claim> acquisition(String key, byte[] content) {
		requireShort(content);
		return new LockAcquirer<>(this.runtime,
				new ClaimProtocol(this.runtime, this.cache, this.transitionTimeout, id(key), content.clone()));
	}

	static void requireShort(byte[] content) {
		if (content.length > LONGEST_CONTENT) {
			throw new IllegalArgumentException("The content of a claim has at most " + LONGEST_CONTENT + " bytes, not "
					+ content.length + ". Put it into a file, and name that file in the content");
		}
	}

	private LockId id(String key) {
		LockId known = this.cache.idOf(key);
		return (known != null) ? known
				: new LockId(LockType.CLAIM, key, this.path.resolve(gateName(LockFileNames.escape(key))));
	}

	private ClaimReader reader(String key) {
		return readerOf(LockFileNames.escape(key));
	}

	ClaimReader readerOf(String name) {
		return new ClaimReader(this.runtime, this.transitionTimeout, this.path.resolve(gateName(name)),
				this.path.resolve(announceName(name)));
	}

	static String gateName(String escapedKey) {
		return escapedKey + ".lock";
	}

	static Path announceOf(LockId id) {
		return id.path().resolveSibling(announceName(LockFileNames.escape(id.name())));
	}

	static String announceName(String escapedKey) {
		return escapedKey + ".live.lock";
	}

}
