/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.internal.lockfile;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is in the standing file of a published lock: the fencing counter, 8 bytes at
 * offset 0, and perhaps the time before which the lock is left alone by those who heed
 * it, microseconds since 1970, 8 bytes at offset 8. Both little-endian, and read and
 * changed under the file's lock only. A file without the time ends after the counter.
 */
public final class TokenFile {

	private static final int NOT_BEFORE = Long.BYTES;

	private final OpenLockFile file;

	/**
	 * Creates a view of a file.
	 * @param file the file, locked
	 */
	public TokenFile(OpenLockFile file) {
		this.file = file;
	}

	/**
	 * Counts on.
	 * @param notBefore the time to be written with it, in the same step; {@code null} to
	 * leave what is there
	 * @return the next fencing token
	 */
	public long next(@Nullable Instant notBefore) {
		long next = FencingToken.after(this.file.readLong(0), this.file.path());
		if (notBefore != null) {
			this.file.writeLongs(next, FencingToken.micros(notBefore), 0);
		}
		else {
			this.file.writeLong(next, 0);
		}
		return next;
	}

	/**
	 * Returns whether the time has not come.
	 * @param now the present moment
	 * @return whether it is later; {@code false} if there is none
	 */
	public boolean isBeforeTime(Instant now) {
		return now.isBefore(notBefore());
	}

	/**
	 * Returns the time.
	 * @return the time, 1970 if there is none or none that is plausible
	 */
	public Instant notBefore() {
		return FencingToken.instant(FencingToken.plausible(this.file.readLong(NOT_BEFORE)));
	}

	/**
	 * Changes the time.
	 * @param notBefore the time
	 */
	public void notBefore(Instant notBefore) {
		this.file.writeLong(FencingToken.micros(notBefore), NOT_BEFORE);
	}

}
