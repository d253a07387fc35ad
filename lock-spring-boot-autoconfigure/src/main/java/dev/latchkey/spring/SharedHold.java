package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * A hold and how many sections have it: the one that acquired it, and those that joined.
 * The last to leave releases it, on whatever thread; a section that joined may end after
 * the one that it is in.
 */
final class SharedHold {

	private final LockHold hold;

	private final SectionObserver observer;

	private final AtomicInteger sections = new AtomicInteger(1);

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

	boolean isOf(Path file) {
		return this.hold.isOf(file);
	}

	/**
	 * Join, unless the last section has left.
	 * @return whether the caller has the hold now, too
	 * @throws LockLostException if the lock was lost while a section had it
	 */
	boolean join() {
		if (this.sections.getAndUpdate((count) -> (count > 0) ? count + 1 : 0) == 0) {
			return false;
		}
		if (!this.hold.isHeld()) {
			leave();
		}
		return true;
	}

	/**
	 * Leave, and release the lock if this was the last section.
	 * @throws LockLostException if the lock is not held any more; it is cleaned up all
	 * the same
	 */
	void leave() {
		if (this.sections.decrementAndGet() == 0) {
			this.hold.closeHeld();
		}
		else {
			this.hold.requireHeld();
		}
	}

}
