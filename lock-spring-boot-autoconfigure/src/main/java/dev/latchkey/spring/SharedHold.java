package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;

/**
 * A hold, and how many sections and transactions have it. A section that is inside of
 * another joins it; a section may end after the one that it is in. A transaction keeps
 * the hold between the sections of its calls, which enter one after the other. The last
 * of all releases the lock, on whatever thread.
 *
 * <p>
 * {@code guard} protects the numbers and the queue. The lock is asked for and released,
 * and entries are completed, without it.
 */
final class SharedHold {

	private final LockHold hold;

	private final SectionObserver observer;

	private final ReentrantLock guard = new ReentrantLock();

	/** Calls of a transaction that wait until no section has the hold. */
	private final Deque<CompletableFuture<Boolean>> entries = new ArrayDeque<>();

	private int sections = 1;

	private int transactions;

	SharedHold(LockHold hold) {
		this(hold, SectionObserver.NONE);
	}

	SharedHold(LockHold hold, SectionObserver observer) {
		this.hold = hold;
		this.observer = observer;
	}

	/** Let the calling thread be observed as a part of the hold, until that is ended. */
	Runnable observe() {
		return this.observer.enter(observed());
	}

	/** What the hold is observed as. */
	@Nullable Object observation() {
		return this.observer.of(observed());
	}

	private LockHold observed() {
		return (this.hold instanceof AdmittedHold admitted) ? admitted.hold() : this.hold;
	}

	LockHold hold() {
		return this.hold;
	}

	/**
	 * Return whether asking for the lock and releasing it takes an answer of a server. A
	 * thread that must not block leaves it to another one then.
	 */
	boolean isAtServer() {
		return this.hold.id().kind() == LockType.REGISTRY;
	}

	boolean isOf(Path file) {
		return this.hold.isOf(file);
	}

	/**
	 * Join a section that has the hold, unless all have left.
	 * @return whether the caller has the hold now, too
	 * @throws LockLostException if the lock was lost while a section had it
	 */
	boolean join() {
		this.guard.lock();
		try {
			if (isOver()) {
				return false;
			}
			this.sections++;
		}
		finally {
			this.guard.unlock();
		}
		requireHeldByEntrant();
		return true;
	}

	/**
	 * Enter when no section has the hold, as the next call of a transaction that keeps
	 * it.
	 * @return whether the caller has the hold then, which is false if it was released; to
	 * be {@linkplain #abandon abandoned} by a caller that does not wait any more
	 */
	CompletableFuture<Boolean> enter() {
		CompletableFuture<Boolean> entry = new CompletableFuture<>();
		this.guard.lock();
		try {
			this.entries.add(entry);
		}
		finally {
			this.guard.unlock();
		}
		admit();
		return entry;
	}

	/**
	 * Enter as {@link #enter()} does, waiting on this thread.
	 * @throws LockTimeoutException if a section had the hold all the time
	 * @throws LockLostException if the lock was lost while the transaction kept it
	 */
	boolean enter(Duration time) throws InterruptedException {
		CompletableFuture<Boolean> entry = enter();
		boolean ended = false;
		try {
			boolean entered = entry.get(TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
			ended = true;
			if (entered) {
				requireHeldByEntrant();
			}
			return entered;
		}
		catch (TimeoutException ex) {
			throw busy(time);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			if (!ended) {
				abandon(entry);
			}
		}
	}

	LockTimeoutException busy(Duration waited) {
		return new LockTimeoutException(this.hold.id(), waited, List.of(this.hold.owner()));
	}

	/** Leave the queue, or the hold if it was had already. */
	void abandon(CompletableFuture<Boolean> entry) {
		if (!entry.cancel(false) && !entry.isCompletedExceptionally() && entry.join()) {
			leave();
		}
	}

	/**
	 * Let go what has just been entered if the lock is not held any more.
	 * @throws LockLostException if it is not
	 */
	void requireHeldByEntrant() {
		if (!this.hold.isHeld()) {
			leave();
		}
	}

	/**
	 * Let a transaction have the hold, as a section has it.
	 */
	void keep() {
		this.guard.lock();
		try {
			this.transactions++;
		}
		finally {
			this.guard.unlock();
		}
	}

	/**
	 * Leave as a section, and release the lock if nothing else has it.
	 * @throws LockLostException if the lock is not held any more; it is cleaned up all
	 * the same
	 */
	void leave() {
		leave(1, 0);
	}

	/**
	 * Leave as a transaction, and release the lock if nothing else has it.
	 * @throws LockLostException as {@link #leave()} does
	 */
	void letGo() {
		leave(0, 1);
	}

	private void leave(int section, int transaction) {
		boolean last;
		this.guard.lock();
		try {
			this.sections -= section;
			this.transactions -= transaction;
			last = isOver();
		}
		finally {
			this.guard.unlock();
		}
		try {
			if (last) {
				this.hold.closeHeld();
			}
			else {
				this.hold.requireHeld();
			}
		}
		finally {
			admit();
		}
	}

	private boolean isOver() {
		return this.sections == 0 && this.transactions == 0;
	}

	/** Let the next one in, or all go if the lock was released. */
	private void admit() {
		while (true) {
			CompletableFuture<Boolean> next;
			boolean entered;
			this.guard.lock();
			try {
				if (this.sections > 0 || this.entries.isEmpty()) {
					return;
				}
				next = this.entries.remove();
				entered = this.transactions > 0;
				this.sections = entered ? 1 : 0;
			}
			finally {
				this.guard.unlock();
			}
			if (!next.complete(entered) && entered) {
				leave();
			}
		}
	}

}
