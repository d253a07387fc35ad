package dev.latchkey.spring;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;

/**
 * One way into a lock and out of it. All of it is guarded by the lock of the
 * {@link DrainingAdmission}.
 */
final class Passage {

	private final Supplier<LockId> lock;

	private final boolean within;

	/** Whoever waits and then holds; nobody if it does not belong to a thread. */
	private final @Nullable Thread thread;

	private @Nullable LockHold hold;

	private boolean refused;

	Passage(Supplier<LockId> lock, boolean within, @Nullable Thread thread) {
		this.lock = lock;
		this.within = within;
		this.thread = thread;
	}

	boolean isOf(Thread thread) {
		return this.thread == thread;
	}

	boolean isRefused() {
		return this.refused;
	}

	/**
	 * End the wait, unless one who holds another lock waits; should the lock come at this
	 * moment, it is given back.
	 * @return whether it was refused now
	 */
	boolean refuse() {
		if (this.within || this.hold != null || this.refused) {
			return false;
		}
		this.refused = true;
		interrupt();
		return true;
	}

	boolean arrive(LockHold hold) {
		if (!this.refused) {
			this.hold = hold;
		}
		return !this.refused;
	}

	void interrupt() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	LockShutdownException refusal(@Nullable Throwable cause) {
		return new LockShutdownException(this.lock.get().path(), cause);
	}

	@Override
	public String toString() {
		String lock = (this.hold != null) ? "'" + this.hold.id().path() + "'" : "waiting";
		return lock + ((this.thread != null) ? " by thread '" + this.thread.getName() + "'" : "");
	}

}
