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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativePath;

/**
 * A lock file that has its name only while the lock is held, on a system that neither
 * removes nor renames an open file. It is made under its final name, then locked, then
 * written. A dead holder's file is locked and written anew, and never loses its name
 * meanwhile. It is closed before it is removed.
 *
 * <p>
 * All this is done under the mutex of the lock. Whoever looks in between sees a file that
 * is empty or not locked yet.
 */
final class InPlaceFile {

	/** How long others may share the lock of a new file to look at it. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final LockFileContext context;

	private final NativePath path;

	InPlaceFile(LockFileContext context, NativePath path) {
		this.context = context;
		this.path = path;
	}

	/**
	 * Opens the file that has the name. One that was removed while another program had it
	 * open refuses access until that program closes it.
	 * @return the open file, or {@code null} if there is none
	 */
	@Nullable OpenLockFile open() {
		long before = System.nanoTime();
		int number = OpenElsewhere.insist(() -> this.context.opener().open(this.path));
		if (Errno.ENOENT.is(number)) {
			return null;
		}
		LockFailures.require(number, this.path, "cannot be opened");
		return OpenLockFile.adoptNamed(this.context, this.path, number, before);
	}

	/**
	 * Makes the file, locks and writes it.
	 * @param record the content
	 * @return the open file, or {@code null} if the name is taken
	 */
	@Nullable OpenLockFile publish(byte[] record) {
		int number = OpenElsewhere
			.insist(() -> this.context.opener().create(this.path, this.context.filePermissions()));
		if (Errno.EEXIST.is(number)) {
			return null;
		}
		LockFailures.require(number, this.path, "cannot be made");
		OpenLockFile made = null;
		boolean complete = false;
		try {
			made = OpenLockFile.adopt(this.context, this.path, number);
			if (made.tryLock(LOOK) != TryOutcome.ACQUIRED) {
				throw new LockFileException(this.path.path(), "was locked by another program as soon as it was made", 0,
						"See which program locks files that it did not make");
			}
			made.write(record, 0);
			complete = true;
			return made;
		}
		finally {
			if (!complete) {
				if (made != null) {
					made.close();
				}
				// What is left counts as left behind by a dead process.
				int unused = removeName();
			}
		}
	}

	/**
	 * Writes a record into the file of a dead holder, which is locked. It is cut to
	 * nothing first: a process that dies in between leaves a file that was never
	 * complete, not one with half of each record.
	 * @param file the file, which was just seen to have the name
	 * @param record the content
	 */
	void overwrite(OpenLockFile file, byte[] record) {
		file.cutTo(0);
		file.write(record, 0);
	}

	/**
	 * Closes a file and removes the name.
	 * @param file the file
	 * @return 0, or why the name is still there
	 */
	int closeAndRemove(OpenLockFile file) {
		file.close();
		return removeName();
	}

	/**
	 * Removes the name of a file that this process does not have open.
	 * @return 0, or why the name is still there
	 */
	int removeName() {
		return OpenElsewhere.insist(() -> this.context.platform().files().unlink(this.path));
	}

}
