package dev.latchkey.internal.heldfile;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockEvent;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.AsyncAcquisition;
import dev.latchkey.internal.acquire.LockAcquirer;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralProtocol;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.LockPaths;
import dev.latchkey.internal.wait.Deadline;

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
public final class HeldFileLocks implements AutoCloseable {

	private final LockRuntime runtime;

	private final LockOptions options;

	private final EphemeralFiles files;

	private final @Nullable LockTier tier;

	private final boolean ownsRuntime;

	/**
	 * Create locks with the default runtime and times.
	 */
	public HeldFileLocks() {
		this(LockRuntime.builder().build(), LockOptions.defaults(), null, true);
	}

	/**
	 * Create locks.
	 * @param runtime the runtime
	 * @param options the times
	 */
	public HeldFileLocks(LockRuntime runtime, LockOptions options) {
		this(runtime, options, null, false);
	}

	private HeldFileLocks(LockRuntime runtime, LockOptions options, @Nullable LockTier tier, boolean ownsRuntime) {
		this.runtime = runtime;
		this.options = options;
		this.files = EphemeralFiles.keptOpen(runtime, ".token");
		this.tier = tier;
		this.ownsRuntime = ownsRuntime;
	}

	/**
	 * Return the same locks with other times, or on a tier. They exclude those of this
	 * object, and are closed on their own.
	 * @param options the times
	 * @param tier the tier, or {@code null} to stand where the runtime says
	 * @return the locks
	 */
	public HeldFileLocks with(LockOptions options, @Nullable LockTier tier) {
		return new HeldFileLocks(this.runtime, options, tier, false);
	}

	/**
	 * Return the times.
	 * @return the times
	 */
	public LockOptions options() {
		return this.options;
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
	 * Acquire a lock, waiting if somebody has it. Who that is, is not looked for: that
	 * may take longer than a short wait.
	 * @param path the lock's file; its directory is made if it is missing
	 * @param time how long to wait at the most
	 * @return the hold, or empty if somebody had the lock all the time
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException if this thread has the lock
	 */
	public Optional<LockHold> tryAcquire(Path path, Duration time) throws InterruptedException {
		return acquisition(path).tryAcquire(time).map((hold) -> hold);
	}

	/**
	 * Acquire a lock if it is free and the time has come before which a former holder
	 * asked to leave it alone. Other ways to acquire the lock neither heed nor change
	 * that time.
	 * @param path the lock's file; its directory is made if it is missing
	 * @param notBefore when it may be acquired in this way again, by the wall clock
	 * @return the hold, or empty if somebody has the lock, or it is too early
	 */
	public Optional<CooldownHold> tryAcquirePaced(Path path, Instant notBefore) {
		return acquisition(path, notBefore).tryAcquire().map((hold) -> hold);
	}

	/**
	 * Acquire a lock as {@link #tryAcquirePaced} does, and say why it cannot be acquired.
	 * @param path the lock's file; its directory is made if it is missing
	 * @param notBefore when it may be acquired in this way again, by the wall clock
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockTimeoutException if somebody has the lock, or it is too early
	 * @throws LockReentryException if this thread has the lock
	 */
	public CooldownHold acquirePaced(Path path, Instant notBefore) throws InterruptedException {
		try {
			return acquisition(path, notBefore).acquire(Duration.ZERO);
		}
		catch (LockTimeoutException ex) {
			throw tooEarlyOrBusy(ex);
		}
	}

	/**
	 * Acquire a lock as {@link #acquirePaced} does, on another thread.
	 * @param path the lock's file; its directory is made if it is missing
	 * @param notBefore when it may be acquired in this way again, by the wall clock
	 * @return the hold to come; fails as {@link #acquirePaced} does
	 */
	public CompletableFuture<LockHold> acquirePacedAsync(Path path, Instant notBefore) {
		Callable<HeldFileHold> deferred = acquisition(path, notBefore).deferred(Duration.ZERO);
		return AsyncAcquisition.start(() -> {
			try {
				return deferred.call();
			}
			catch (LockTimeoutException ex) {
				throw tooEarlyOrBusy(ex);
			}
		});
	}

	private LockTimeoutException tooEarlyOrBusy(LockTimeoutException ex) {
		Instant notBefore = ex.owners().isEmpty() ? this.files.notBefore(ex.id()) : Instant.EPOCH;
		return notBefore.equals(Instant.EPOCH) ? ex
				: new LockTimeoutException(ex.id(), ex.waited(),
						"no holder was found: its last acquisition asked that it is left alone for some time, until "
								+ notBefore);
	}

	/**
	 * Acquire a lock, waiting for as long as somebody has it.
	 * @param path the lock's file; its directory is made if it is missing
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted; nothing is held then
	 * @throws LockReentryException if this thread has the lock
	 */
	public LockHold acquire(Path path) throws InterruptedException {
		return acquire(path, Deadline.INDEFINITE);
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
	 * Acquire a lock without waiting for it here.
	 *
	 * <p>
	 * A thread waits for each call: a virtual one where there are such. Cancelling the
	 * returned future (not one that was derived from it) ends the wait: {@code cancel}
	 * returns when that thread has given up. If it returns true, the lock was not held
	 * and will not be; if false, the wait was over, and a hold may have to be closed.
	 * @param path the lock's file; its directory is made if it is missing
	 * @param time how long to wait at the most
	 * @return the hold to come; fails with {@link LockTimeoutException} or
	 * {@link LockFileException}. Who has the lock already waits until it is released
	 */
	public CompletableFuture<LockHold> acquireAsync(Path path, Duration time) {
		return AsyncAcquisition.start(acquisition(path).deferred(time));
	}

	/**
	 * Do something with a lock, or without it if somebody has it all the time. The task
	 * learns which.
	 * @param <T> what the task returns
	 * @param <E> how the task may fail
	 * @param path the lock's file; its directory is made if it is missing
	 * @param time how long to wait at the most
	 * @param task what to do
	 * @return what the task returned
	 * @throws E if the task fails; the lock is released then too
	 * @throws InterruptedException if the thread was interrupted while it waited; the
	 * task has not begun then
	 * @throws LockReentryException if this thread has the lock
	 */
	public <T extends @Nullable Object, E extends Exception> T withLock(Path path, Duration time,
			HeldFileTask<T, E> task) throws E, InterruptedException {
		try (LockHold hold = tryAcquire(path, time).orElse(null)) {
			return task.run(Optional.ofNullable(hold));
		}
	}

	/**
	 * Look at a lock, without wanting it.
	 * @param path the lock's file
	 * @return what was seen at a moment during this call
	 */
	public HeldFileStatus inspect(Path path) {
		return view(id(path)).inspect();
	}

	/**
	 * Look at a lock, without wanting it, as one of many for which the kernel is asked
	 * once who holds them. Owners are less sure than those of {@link #inspect(Path)}
	 * while locks come and go.
	 * @param path the lock's file
	 * @param table the kernel's answer
	 * @return what was seen at a moment during this call
	 */
	public HeldFileStatus inspect(Path path, LockHolders table) {
		return new HeldFileView(this.files, id(path).path(), this.options.staleAfter(), table::of).inspect();
	}

	/**
	 * Take a lock away from a holder that lives, but is stopped or hangs. This is for an
	 * operator, who knows what the holder was doing: it may continue at any time, and
	 * then finds out by its next check or {@link LockHold#requireHeld()} that it lost the
	 * lock. Until then both may be at work, so what the lock protects must refuse the
	 * older {@link LockHold#fencingToken() fencing token}. A file that its owner left
	 * behind is removed too. A file that a program without Latchkey has locked is never
	 * touched, however old it is.
	 * @param path the lock's file
	 * @return what was seen: the lock was broken if the state is
	 * {@link HeldFileState#STALLED} or {@link HeldFileState#STALE}, and left alone
	 * otherwise
	 */
	public HeldFileStatus breakStalled(Path path) {
		LockId id = id(path);
		HeldFileView view = view(id);
		HeldFileStatus seen = view.inspect();
		if (!seen.isBreakable()) {
			return seen;
		}
		HeldFileStatus status = this.files.removeIf(id, view::inspect, HeldFileStatus::isBreakable);
		if (status == null) {
			return view.free();
		}
		if (status.isBreakable()) {
			status.owners().forEach((owner) -> this.runtime.listener().onEvent(new LockEvent.TakenOver(id, owner)));
		}
		return status;
	}

	/**
	 * Find out who holds a lock.
	 * @param path the lock's file
	 * @return the owners: those that the kernel tells, or else the one that the file
	 * names; none found does not mean free
	 */
	public List<LockHolder> owners(Path path) {
		return protocol(path, null).owners(new LockHolders(this.runtime));
	}

	/**
	 * Find out who holds a lock, as one of many for which the kernel is asked once.
	 * @param path the lock's file
	 * @param table the kernel's answer
	 * @return the owners, as {@link #owners(Path)} finds them
	 */
	public List<LockHolder> owners(Path path, LockHolders table) {
		return inspect(path, table).holders();
	}

	/**
	 * Close the files that are kept open for the next acquisition, and the runtime if it
	 * is the default one. Locks that are held stay held, and waits go on. The locks may
	 * still be used, but no files are kept open any more.
	 */
	@Override
	public void close() {
		this.files.close();
		if (this.ownsRuntime) {
			this.runtime.close();
		}
	}

	private LockAcquirer<HeldFileHold> acquisition(Path path) {
		return acquisition(path, null);
	}

	private LockAcquirer<HeldFileHold> acquisition(Path path, @Nullable Instant notBefore) {
		return new LockAcquirer<>(this.runtime, protocol(path, notBefore));
	}

	private EphemeralProtocol<HeldFileHold> protocol(Path path, @Nullable Instant notBefore) {
		LockId id = id(path);
		return new EphemeralProtocol<>(this.files, id, new HeldFileFormat(this.files, id, this.options, notBefore),
				this.tier);
	}

	private HeldFileView view(LockId id) {
		return new HeldFileView(this.files, id.path(), this.options.staleAfter());
	}

	private static LockId id(Path path) {
		Path absolute = LockPaths.absolute(path);
		Path name = absolute.getFileName();
		return new LockId(LockType.HELD_FILE, (name != null) ? name.toString() : "", absolute);
	}

}
