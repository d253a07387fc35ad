package dev.latchkey.pack;

import dev.latchkey.LockId;
import dev.latchkey.file.IdleFiles;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.StandingLockFile;

/**
 * The open file of a lock, and its turnstile. Used by one attempt or hold at a time, and
 * kept open between them.
 */
final class PackFiles implements IdleFiles.LockFiles {

	private final LockId id;

	private final StandingLockFile file;

	private final Turnstile turnstile;

	PackFiles(LockRuntime runtime, LockId id) {
		this.id = id;
		this.file = StandingLockFile.inExistingDirectory(runtime, id.path()).lookingRarely();
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

	StandingLockFile file() {
		return this.file;
	}

	Turnstile turnstile() {
		return this.turnstile;
	}

	@Override
	public void close() {
		this.file.close();
	}

}
