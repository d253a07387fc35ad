package dev.latchkey.spring;

import java.time.Instant;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.Owner;

/**
 * A hold whose end a {@link DrainingAdmission} waits for.
 */
final class AdmittedHold implements LockHold {

	private final LockHold hold;

	private final DrainingAdmission admission;

	private final Passage passage;

	AdmittedHold(LockHold hold, DrainingAdmission admission, Passage passage) {
		this.hold = hold;
		this.admission = admission;
		this.passage = passage;
	}

	/** The guarded work goes on without the thread that began it. */
	void leaveThread() {
		this.admission.leaveThread(this.passage);
	}

	@Override
	public LockId id() {
		return this.hold.id();
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
	public Owner owner() {
		return this.hold.owner();
	}

	@Override
	public Instant acquiredAt() {
		return this.hold.acquiredAt();
	}

	@Override
	public void close() {
		try {
			this.hold.close();
		}
		finally {
			this.admission.leave(this.passage);
		}
	}

	@Override
	public String toString() {
		return this.hold.toString();
	}

}
