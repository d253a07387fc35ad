package dev.latchkey.claim;

import dev.latchkey.LockId;
import dev.latchkey.file.FileHold;
import dev.latchkey.file.LockRuntime;

/**
 * A claim that is held. It ends with {@link #close()} or with the death of the process;
 * an unreachable claim stays held.
 */
public final class Claim extends FileHold {

	private static final long CHECK_NANOS = 10_000_000_000L;

	private final ClaimFiles files;

	private final ClaimFileCache cache;

	private final byte[] content;

	Claim(LockRuntime runtime, LockId id, long token, ClaimFiles files, ClaimFileCache cache, byte[] content) {
		super(runtime, id, token, CHECK_NANOS);
		this.files = files;
		this.cache = cache;
		this.content = content;
	}

	/**
	 * Return the content that was given when the claim was acquired.
	 * @return a copy of the content
	 */
	public byte[] content() {
		return this.content.clone();
	}

	@Override
	protected boolean isStillOurs() {
		return this.files.areNamed();
	}

	@Override
	protected void beat() {
		// The kernel tells that we live.
	}

	@Override
	protected void release() {
		boolean unlocked = false;
		try {
			this.files.unlock();
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
		this.files.release();
	}

}
