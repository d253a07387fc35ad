package dev.latchkey.internal.pack;

import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.PersistentLockFile;

/**
 * The open file of a lock, and its turnstile. Used by one attempt or hold at a time, and
 * kept open between them.
 */
final class PackFiles implements IdleFiles.LockFiles {

	private final LockId id;

	private final PersistentLockFile file;

	private final Turnstile turnstile;

	PackFiles(LockRuntime runtime, LockId id) {
		this.id = id;
		this.file = PersistentLockFile.inExistingDirectory(runtime, id.path()).lookingRarely();
		this.turnstile = new Turnstile(runtime, id.path());
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public Object key() {
		return this.id.path();
	}

	PersistentLockFile file() {
		return this.file;
	}

	Turnstile turnstile() {
		return this.turnstile;
	}

	@Override
	public void release() {
		this.file.release();
	}

	@Override
	public void close() {
		this.file.close();
	}

}
