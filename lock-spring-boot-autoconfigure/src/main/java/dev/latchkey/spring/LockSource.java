package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTier;
import dev.latchkey.LockType;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.pack.PackLock;

/**
 * The lock that a request is for.
 */
sealed interface LockSource {

	LockHold acquire(Duration time) throws InterruptedException;

	CompletableFuture<? extends LockHold> acquireAsync(Duration time);

	/** Which lock it is. */
	LockId id();

	/** The file that tells the lock from others; for one without a file, its name. */
	default Path file() {
		return id().path();
	}

	/**
	 * Join a hold of this lock.
	 * @param outer the hold of a scope that the caller is in
	 * @return whether the caller has the hold now, too; otherwise it must acquire
	 * @throws LockReentryException if this kind of lock is never joined
	 */
	default boolean join(LockScope outer) {
		return outer.join();
	}

	/**
	 * A named lock.
	 *
	 * @param lock the lock
	 * @param leastTime until when it is left alone, or {@code null}; it is tried once
	 * then
	 */
	record Named(NamedLock lock, @Nullable LeastTime leastTime) implements LockSource {

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return (this.leastTime != null) ? this.lock.acquirePaced(this.leastTime.endOf(Instant.now()))
					: this.lock.acquire(time);
		}

		@Override
		public CompletableFuture<LockHold> acquireAsync(Duration time) {
			return (this.leastTime != null) ? this.lock.acquirePacedAsync(this.leastTime.endOf(Instant.now()))
					: this.lock.acquireAsync(time);
		}

		@Override
		public LockId id() {
			return this.lock.id();
		}

	}

	/**
	 * A held file lock.
	 *
	 * @param locks the locks
	 * @param file its file, absolute and normalized
	 * @param leastTime until when it is left alone, or {@code null}; it is tried once
	 * then
	 */
	record HeldFile(HeldFileLocks locks, Path file, @Nullable LeastTime leastTime) implements LockSource {

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return (this.leastTime != null) ? this.locks.acquirePaced(this.file, this.leastTime.endOf(Instant.now()))
					: this.locks.acquire(this.file, time);
		}

		@Override
		public CompletableFuture<LockHold> acquireAsync(Duration time) {
			return (this.leastTime != null)
					? this.locks.acquirePacedAsync(this.file, this.leastTime.endOf(Instant.now()))
					: this.locks.acquireAsync(this.file, time);
		}

		@Override
		public LockId id() {
			return new LockId(LockType.HELD_FILE, String.valueOf(this.file.getFileName()), this.file);
		}

	}

	/**
	 * A lock of another backend.
	 *
	 * @param locks the backend's locks
	 * @param name the name of the lock
	 * @param options its times
	 * @param tier where it stands in the lock order, or {@code null}
	 */
	record Backend(LockBackend locks, LockName name, LockOptions options,
			@Nullable LockTier tier) implements LockSource {

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.locks.acquire(this.name, new LockBackend.Terms(this.options, this.tier, time));
		}

		@Override
		public CompletableFuture<? extends LockHold> acquireAsync(Duration time) {
			return this.locks.acquireAsync(this.name, new LockBackend.Terms(this.options, this.tier, time));
		}

		@Override
		public LockId id() {
			return this.locks.id(this.name);
		}

	}

	/**
	 * The lock of a pack.
	 *
	 * @param lock the lock
	 */
	record Pack(PackLock lock) implements LockSource {

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.lock.acquire(time);
		}

		@Override
		public CompletableFuture<? extends LockHold> acquireAsync(Duration time) {
			return this.lock.acquireAsync(time);
		}

		@Override
		public LockId id() {
			return this.lock.id();
		}

		@Override
		public boolean join(LockScope outer) {
			throw new LockReentryException(outer.id());
		}

	}

}
