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

package dev.latchkey;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A lock that one process of the machine holds at a time, and within it one hold. Get one
 * from {@link Latchkey}. It may be acquired as often as need be, by any thread, and needs
 * no closing.
 *
 * <p>
 * The kernel knows whether the holder lives: the lock of a process that ends, however
 * that happens, is free at once, and a living holder keeps its lock however slow it is.
 * The lock is not reentrant: within a thread, pass the hold on.
 *
 * <p>
 * All methods throw {@link LockFileException} if the system refuses what they need, or if
 * the content of the lock's file is not of such a lock; the file is left alone then. All
 * methods that acquire throw {@link LockOrderException}, before anything is locked, if
 * the lock is on a {@link LockTier}, the task has a lock of the same or a later tier, and
 * the lock order refuses that.
 *
 * @param <H> what an acquisition returns
 * @since 0.1
 */
public interface CrossProcessLock<H extends LockHold> {

	/**
	 * Returns which lock this is.
	 * @return the identity of the lock, with its file
	 */
	LockId id();

	/**
	 * Acquires the lock if it is free. That takes microseconds, but up to a second if it
	 * cannot be decided at once whether the lock is free, such as beside a shared lock of
	 * another program.
	 * @return the hold, or empty if the lock is held, be it by this thread
	 */
	Optional<H> tryAcquire();

	/**
	 * Acquires the lock, waiting if it is held. The holder is not looked for: that may
	 * take longer than a short wait.
	 * @param timeout how long to wait at the most; zero or less is to try once
	 * @return the hold, or empty if the lock was held until the timeout
	 * @throws InterruptedException if the thread was interrupted, also before; nothing is
	 * held then, even if the lock is free
	 * @throws LockReentryException if this thread holds the lock, for any timeout
	 */
	Optional<H> tryAcquire(Duration timeout) throws InterruptedException;

	/**
	 * Acquires the lock, waiting for as long as it is held.
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted, also before; nothing is
	 * held then, even if the lock is free
	 * @throws LockReentryException if this thread holds the lock
	 */
	H acquire() throws InterruptedException;

	/**
	 * Acquires the lock, waiting if it is held.
	 * @param timeout how long to wait at the most; zero or less is to try once
	 * @return the hold
	 * @throws InterruptedException if the thread was interrupted, also before; nothing is
	 * held then, even if the lock is free
	 * @throws LockTimeoutException if the lock was held until the timeout; it names the
	 * holder
	 * @throws LockReentryException if this thread holds the lock
	 */
	H acquire(Duration timeout) throws InterruptedException;

	/**
	 * Acquires the lock without waiting for it here, for as long as it takes. This is how
	 * to stand by for another process to end.
	 * @return the hold to come, as of {@link #acquireAsync(Duration)}
	 */
	CompletableFuture<H> acquireAsync();

	/**
	 * Acquires the lock without waiting for it here. A thread waits for each call: a
	 * virtual one where there are such. It completes the future, and runs what depends on
	 * it.
	 *
	 * <p>
	 * Cancelling the returned future (not one that was derived from it) ends the wait;
	 * {@code cancel} returns when the waiting thread has given up. If it returns true,
	 * the lock was not acquired and will not be. If it returns false the wait was over,
	 * and a hold may have to be closed. A future that is completed otherwise, as by
	 * {@code orTimeout}, ends the wait too; a hold that comes meanwhile is closed.
	 *
	 * <p>
	 * The lock order is asked here, for the calling task.
	 * @param timeout how long to wait at the most; zero or less is to try once
	 * @return the hold to come; fails with {@link LockTimeoutException},
	 * {@link LockFileException} or {@link LockOrderException}. A thread that holds the
	 * lock waits for its own release
	 */
	CompletableFuture<H> acquireAsync(Duration timeout);

	/**
	 * Inspects the lock without acquiring it. Nothing is changed.
	 * @return what was found at a moment during this call
	 */
	LockInspection inspect();

	/**
	 * Finds the processes that hold the lock.
	 * @return the holders: those that the kernel names, or else the one that the lock's
	 * file names; none found does not mean free. A process that left a
	 * {@link LockState#STALE stale} lock is dead and holds nothing, so only
	 * {@link #inspect()} names it
	 */
	List<LockHolder> holders();

	/**
	 * Returns the same lock with other options. Both exclude each other.
	 * @param options the options; those that locks of this type have no use for are
	 * ignored
	 * @return the lock
	 */
	CrossProcessLock<H> with(LockOptions options);

}
