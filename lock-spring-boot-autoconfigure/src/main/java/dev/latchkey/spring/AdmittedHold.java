package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Instant;

import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;

/**
 * A hold whose end a {@link DrainingAdmission} waits for.
 */
final class AdmittedHold implements LockHold {

	private final LockHold hold;

	private final Runnable leave;

	AdmittedHold(LockHold hold, Runnable leave) {
		this.hold = hold;
		this.leave = leave;
	}

	LockHold hold() {
		return this.hold;
	}

	@Override
	public LockId id() {
		return this.hold.id();
	}

	@Override
	public boolean isOf(Path file) {
		return this.hold.isOf(file);
	}

	@Override
	public boolean isHeld() {
		return this.hold.isHeld();
	}

	@Override
	public void requireHeld() {
		this.hold.requireHeld();
	}

	@Override
	public long fencingToken() {
		return this.hold.fencingToken();
	}

	@Override
	public LockHolder owner() {
		return this.hold.owner();
	}

	@Override
	public LockCaller acquiredBy() {
		return this.hold.acquiredBy();
	}

	@Override
	public Instant acquiredAt() {
		return this.hold.acquiredAt();
	}

	@Override
	public void closeHeld() {
		try {
			this.hold.closeHeld();
		}
		finally {
			this.leave.run();
		}
	}

	@Override
	public void close() {
		try {
			this.hold.close();
		}
		finally {
			this.leave.run();
		}
	}

	@Override
	public String toString() {
		return this.hold.toString();
	}

}
