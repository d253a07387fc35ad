package dev.latchkey.heldfile;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.file.FileHold;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockRuntime;

/**
 * A held file lock.
 */
final class HeldFileHold extends FileHold {

	private final HeldFiles files;

	private final LockDescriptor file;

	HeldFileHold(LockRuntime runtime, LockId id, long token, HeldFiles files, LockDescriptor file) {
		super(runtime, id, token, files.options().heartbeatInterval().toNanos());
		this.files = files;
		this.file = file;
	}

	@Override
	protected @Nullable Path lostName() {
		return this.file.isNamed() ? null : id().path();
	}

	@Override
	protected void beat() {
		this.file.touch();
	}

	@Override
	protected void letGo() {
		try {
			if (this.file.isNamed()) {
				boolean unused = this.files.underMutex(id(), (lock) -> lock.remove(this.file));
			}
		}
		catch (LockFileException ex) {
			throw new LockFileException(id().path(),
					"was released, but its name is still there, because " + ex.problem(), ex.errno(),
					"The next who acquires the lock removes it. " + ex.remedy());
		}
		finally {
			abandon();
		}
	}

	@Override
	protected void abandon() {
		try {
			this.file.unlock();
		}
		finally {
			this.file.close();
		}
	}

}
