package dev.latchkey.named;

import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.PacedHold;
import dev.latchkey.file.FileHold;
import dev.latchkey.file.IdleFiles;
import dev.latchkey.file.LockDescriptor;

/**
 * A named lock that is held.
 */
final class NamedHold extends FileHold implements PacedHold {

	private final NamedLockFile file;

	private final IdleFiles<NamedLockFile> idle;

	NamedHold(NamedLocks locks, LockId id, long token, long acquiredMicros, NamedLockFile file) {
		super(locks.runtime(), id, token, locks.options().heartbeatInterval().toNanos(), acquiredMicros);
		this.file = file;
		this.idle = locks.idle();
	}

	@Override
	protected LockDescriptor lockedFile() {
		return this.file.descriptor();
	}

	@Override
	protected @Nullable Path lostName() {
		return (this.file.isNamed() && !isBroken()) ? null : id().path();
	}

	private boolean isBroken() {
		NamedRecord record = this.file.heldRecord();
		if (record == null) {
			return false;
		}
		record.read();
		return record.mark() == fencingToken();
	}

	@Override
	protected void beat() {
		NamedRecord record = this.file.heldRecord();
		if (record != null) {
			record.showLife();
		}
	}

	@Override
	protected void letGo() {
		boolean unlocked = false;
		try {
			NamedRecord record = this.file.heldRecord();
			if (record != null) {
				record.end();
			}
			this.file.unlock();
			unlocked = true;
			this.idle.put(this.file);
		}
		finally {
			if (!unlocked) {
				this.file.release();
			}
		}
	}

	@Override
	protected void abandon() {
		this.file.release();
	}

	@Override
	public void changeNotBefore(Instant time) {
		whileHeld(() -> {
			NamedRecord record = this.file.heldRecord();
			if (record != null) {
				record.changeNotBefore(NamedTimes.micros(time));
			}
		});
	}

	@Override
	public void forfeit(String reason) {
		giveUp(reason);
	}

}
