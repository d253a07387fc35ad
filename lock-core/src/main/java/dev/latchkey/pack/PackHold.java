package dev.latchkey.pack;

import dev.latchkey.LockId;
import dev.latchkey.file.FileHold;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.StandingLockFile;

/**
 * A lock of {@link PackLocks} that is held. An unreachable hold stays held.
 */
public final class PackHold extends FileHold {

	private final StandingLockFile file;

	PackHold(LockRuntime runtime, LockId id, long token, StandingLockFile file) {
		super(runtime, id, token, runtime.checkInterval().toNanos());
		this.file = file;
	}

	@Override
	protected boolean isStillOurs() {
		return this.file.isNamed();
	}

	@Override
	protected void beat() {
		// The kernel tells that we live.
	}

	@Override
	protected void letGo() {
		this.file.release();
	}

	@Override
	protected void abandon() {
		this.file.release();
	}

}
