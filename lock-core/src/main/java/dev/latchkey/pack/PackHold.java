package dev.latchkey.pack;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.file.FileHold;
import dev.latchkey.file.LockDescriptor;
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
	protected LockDescriptor lockedFile() {
		return this.file.descriptor();
	}

	@Override
	protected @Nullable Path lostName() {
		return this.file.isNamed() ? null : this.file.path();
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
