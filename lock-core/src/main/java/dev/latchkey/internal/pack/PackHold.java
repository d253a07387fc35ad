package dev.latchkey.internal.pack;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * A pack lock that is held.
 */
final class PackHold extends FileHold {

	private final PackFiles files;

	private final IdleFiles<PackFiles> cache;

	PackHold(LockRuntime runtime, LockId id, long token, PackFiles files, IdleFiles<PackFiles> cache) {
		super(runtime, id, token, runtime.checkInterval().toNanos());
		this.files = files;
		this.cache = cache;
	}

	@Override
	protected OpenLockFile lockedFile() {
		return this.files.file().descriptor();
	}

	@Override
	protected @Nullable Path lostName() {
		return this.files.file().isNamed() ? null : this.files.file().path();
	}

	@Override
	protected void beat() {
		// The kernel tells that we live.
	}

	@Override
	protected void letGo() {
		boolean unlocked = false;
		try {
			this.files.file().unlock();
			unlocked = true;
			this.cache.put(this.files);
		}
		finally {
			if (!unlocked) {
				this.files.close();
			}
		}
	}

	@Override
	protected void abandon() {
		this.files.file().release();
	}

}
