package dev.latchkey.named;

import java.util.List;

import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.platform.NativePath;

/**
 * Takes a named lock away from a stalled holder, for an operator.
 *
 * <p>
 * The file of the stalled holder is also the file of the next one. So the mark names the
 * token of the hold that was judged, and the file is removed only if its token and its
 * heartbeat are the same after the mark was written: a holder that goes on, or a
 * successor, keeps the lock.
 */
final class NamedBreaker {

	private final NamedLocks locks;

	private final LockRuntime runtime;

	private final LockId id;

	private final NamedInspector inspector;

	NamedBreaker(NamedLocks locks, LockId id) {
		this.locks = locks;
		this.runtime = locks.runtime();
		this.id = id;
		this.inspector = new NamedInspector(locks, id, (file) -> LockOwners.ofBusy(locks.runtime(), file));
	}

	/**
	 * Breaks the lock if its holder is stalled.
	 * @return what was found: the lock is broken if it is breakable, and left alone if
	 * not
	 */
	LockInspection breakStalled() {
		LockInspection found = this.inspector.inspect();
		if (found.breakable()) {
			found = this.locks.directory().underMutex(this::breakUnderMutex);
			if (found.breakable()) {
				found.holders().forEach((owner) -> this.runtime.listener().staleBroken(this.id, owner));
			}
		}
		return found;
	}

	private LockInspection breakUnderMutex() {
		LockDescriptor file = LockDescriptor.open(this.runtime, NativePath.of(this.id.path()));
		if (file == null) {
			return this.inspector.free();
		}
		try {
			return breakIfStalled(file);
		}
		finally {
			file.close();
		}
	}

	private LockInspection breakIfStalled(LockDescriptor file) {
		NamedRecord record = new NamedRecord(new CopiedBytes(file));
		record.read();
		long token = record.token();
		long beat = record.beat();
		LockInspection found = this.inspector.inspect(file);
		if (!found.breakable() || !file.isNamed()) {
			return found;
		}
		record.mark(token);
		record.read();
		if (record.token() != token || record.beat() != beat) {
			record.unmark();
			return new LockInspection(this.id, LockState.HELD, List.of(), null, null, null, false);
		}
		LockInspection again = this.inspector.inspect(file);
		if (!again.breakable()) {
			// The judged holder has died, and another program may have the file locked.
			record.unmark();
			return again;
		}
		this.locks.directory().raiseFloor(token);
		file.removeName();
		return found;
	}

}
