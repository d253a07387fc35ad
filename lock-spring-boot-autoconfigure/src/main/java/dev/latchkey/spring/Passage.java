package dev.latchkey.spring;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * One thread's way into a lock and out of it. All of it is guarded by the lock of the
 * {@link DrainingAdmission}.
 */
final class Passage {

	private final Path file;

	private @Nullable Thread thread;

	private boolean holding;

	private boolean refused;

	Passage(Path file, Thread thread) {
		this.file = file;
		this.thread = thread;
	}

	Path file() {
		return this.file;
	}

	boolean isOf(Thread thread) {
		return this.thread == thread;
	}

	boolean isHolding() {
		return this.holding;
	}

	boolean isRefused() {
		return this.refused;
	}

	/** Its thread holds another lock, and needs this one to come to an end. */
	boolean isWithin(Passage outer) {
		return outer.holding && outer.thread != null && outer.thread == this.thread;
	}

	/** It waits no longer; should it get the lock at this moment, it gives it back. */
	void refuse() {
		if (!this.holding && !this.refused) {
			this.refused = true;
			interrupt();
		}
	}

	void hold() {
		this.holding = true;
	}

	void leaveThread() {
		this.thread = null;
	}

	void interrupt() {
		if (this.thread != null) {
			this.thread.interrupt();
		}
	}

	@Override
	public String toString() {
		return "'" + this.file + "'" + ((this.thread != null) ? " by thread '" + this.thread.getName() + "'" : "");
	}

}
