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

package dev.latchkey.internal.claim;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.internal.wait.FileWatch;

/**
 * The files of a claim, opened to look. A file that does not exist is one that nobody has
 * locked.
 */
final class ClaimInspector implements AutoCloseable {

	private static final byte[] NOTHING = {};

	private final LockRuntime runtime;

	private final NativePath gatePath;

	private final NativePath announcePath;

	private final @Nullable OpenLockFile gate;

	private final @Nullable OpenLockFile announce;

	ClaimInspector(LockRuntime runtime, NativePath gatePath, NativePath announcePath) {
		this.runtime = runtime;
		this.gatePath = gatePath;
		this.announcePath = announcePath;
		this.gate = OpenLockFile.openToLook(runtime, gatePath);
		try {
			this.announce = OpenLockFile.openToLook(runtime, announcePath);
		}
		catch (RuntimeException ex) {
			closeGate();
			throw ex;
		}
	}

	/**
	 * Watches what there is for changes, and the directory for what there is not.
	 * @param watch gets it all
	 * @param directory the directory of the claim
	 */
	void watchWith(FileWatch watch, Path directory) {
		if (this.gate == null || this.announce == null) {
			watch.addNames(directory);
		}
		if (this.gate != null) {
			watch.addContent(this.gate);
		}
		if (this.announce != null) {
			watch.addContent(this.announce);
		}
	}

	/**
	 * Looks at the locks.
	 * @return the state; an announce that is locked without its gate is
	 * {@code MALFORMED}, though that may pass
	 */
	LockState look() {
		boolean gateLocked = this.gate != null && this.gate.isLocked();
		boolean announceLocked = this.announce != null && this.announce.isLocked();
		if (gateLocked) {
			return announceLocked ? LockState.HELD : LockState.ACQUIRING;
		}
		return announceLocked ? LockState.MALFORMED : LockState.FREE;
	}

	/**
	 * Returns whether both files are locked by one holder, after they were seen to be
	 * locked. They are not if somebody removed the gate of a held claim, and another
	 * process has just locked the new one. A beacon that names the gate proves it; beside
	 * a holder that writes only the first byte of it, the kernel's table of locks does;
	 * and where the table does not show these locks, a gate that is younger than the
	 * beacon belongs to somebody else.
	 * @return whether it is one holder
	 */
	boolean hasOneHolder() {
		OpenLockFile gate = this.gate;
		OpenLockFile announce = this.announce;
		if (gate == null || announce == null) {
			return false;
		}
		if (Beacon.readFrom(announce).names(gate)) {
			return true;
		}
		LockTable table = this.runtime.platform().processes().lockTable();
		List<Long> gateHolders = table.holdersOnAnyDevice(gate.inode());
		List<Long> announceHolders = table.holdersOnAnyDevice(announce.inode());
		return (gateHolders.isEmpty() || announceHolders.isEmpty()) ? gate.modifiedMicros() <= announce.modifiedMicros()
				: gateHolders.stream().anyMatch(announceHolders::contains);
	}

	/**
	 * Returns whether the names still lead to what was opened, or to nothing as then.
	 * @return whether they do
	 */
	boolean isCurrent() {
		return isCurrent(this.gate, this.gatePath) && isCurrent(this.announce, this.announcePath);
	}

	private boolean isCurrent(@Nullable OpenLockFile file, NativePath path) {
		if (file != null) {
			return file.isNamed();
		}
		OpenLockFile later = OpenLockFile.openToLook(this.runtime, path);
		if (later != null) {
			later.close();
		}
		return later == null;
	}

	/**
	 * Reads the content as it is now.
	 * @return the bytes
	 * @throws LockFileException if it is longer than a claim's content can be
	 */
	byte[] content() {
		if (this.gate == null) {
			return NOTHING;
		}
		byte[] content = this.gate.readAtMost(ClaimDirectory.LONGEST_CONTENT + 1);
		if (content.length > ClaimDirectory.LONGEST_CONTENT) {
			throw new LockFileException(this.gatePath.path(),
					"has more than " + ClaimDirectory.LONGEST_CONTENT + " bytes, the longest content of a claim", 0,
					"See which program writes so much there");
		}
		return content;
	}

	/**
	 * Returns something that differs when the content was changed meanwhile: the time of
	 * the last change of both files.
	 * @return a stamp to compare
	 */
	String stamp() {
		return stamp(this.gate) + " " + stamp(this.announce);
	}

	private static long stamp(@Nullable OpenLockFile file) {
		return (file != null) ? file.modifiedMicros() : 0;
	}

	/**
	 * Waits until nobody has the gate, and then the announce.
	 * @param deadline when to give up
	 * @return whether each was seen free
	 */
	boolean awaitFree(Deadline deadline) throws InterruptedException {
		return isOrBecomesFree(this.gate, deadline) && isOrBecomesFree(this.announce, deadline);
	}

	private static boolean isOrBecomesFree(@Nullable OpenLockFile file, Deadline deadline) throws InterruptedException {
		return file == null || !file.isLocked() || (!deadline.hasCome() && file.awaitFree(deadline));
	}

	private void closeGate() {
		if (this.gate != null) {
			this.gate.close();
		}
	}

	@Override
	public void close() {
		closeGate();
		if (this.announce != null) {
			this.announce.close();
		}
	}

}
