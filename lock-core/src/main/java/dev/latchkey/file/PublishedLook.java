package dev.latchkey.file;

import org.jspecify.annotations.Nullable;

/**
 * What was seen at the name of a published lock.
 *
 * @param verdict what it means
 * @param file the file to hold, or to wait for
 */
record PublishedLook(Verdict verdict, @Nullable LockDescriptor file) {

	void close() {
		if (this.file != null) {
			this.file.close();
		}
	}

	static PublishedLook taken(@Nullable LockDescriptor ours) {
		return (ours != null) ? new PublishedLook(Verdict.OURS, ours) : gone();
	}

	static PublishedLook takenFromForeign(@Nullable LockDescriptor ours) {
		return (ours != null) ? new PublishedLook(Verdict.OURS_FROM_FOREIGN, ours) : gone();
	}

	static PublishedLook alive(LockDescriptor theirs) {
		return new PublishedLook(Verdict.ALIVE, theirs);
	}

	static PublishedLook probed(LockDescriptor theirs) {
		return new PublishedLook(Verdict.PROBED, theirs);
	}

	static PublishedLook perhapsAlive() {
		return new PublishedLook(Verdict.PERHAPS_ALIVE, null);
	}

	static PublishedLook gone() {
		return new PublishedLook(Verdict.GONE, null);
	}

	/**
	 * What the file at the name means.
	 */
	enum Verdict {

		/** We have published ours. */
		OURS,
		/** We have put ours in the place of one of a program without flock. */
		OURS_FROM_FOREIGN,
		/** The kernel says that its owner lives; it can be waited for. */
		ALIVE,
		/** Nobody has it, but somebody shares its lock; that can be waited for. */
		PROBED,
		/** The kernel does not say; it must be polled. */
		PERHAPS_ALIVE,
		/** It changed while it was looked at. */
		GONE

	}

}
