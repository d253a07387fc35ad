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

package dev.latchkey.pack;

import java.nio.file.Path;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockTier;

/**
 * The locks around packs. A pack is a directory, with or without a manifest, on which at
 * most one process of the machine works at a time, and within it one hold.
 *
 * <p>
 * Each lock stands on its {@link LockTier}. All methods of this class only name a lock:
 * nothing is opened, made or locked before one is acquired. The files that are locked
 * stay when the lock is released, and the last used ones of them stay open for the next
 * acquisition until these locks are closed.
 *
 * @since 0.1
 */
public interface PackLocks {

	/** The name of a pack's lock file, unless another is chosen. */
	String FILE_NAME = ".grex-lock";

	/**
	 * Returns the lock of a pack: {@code <pack>/.grex-lock}, on the tier
	 * {@link LockTier#PER_PACK}.
	 * @param packDirectory the pack, which must exist when the lock is acquired; links
	 * are followed
	 * @return the lock
	 */
	CrossProcessLock<LockHold> pack(Path packDirectory);

	/**
	 * Lets git ignore the lock file of a pack: its name is written into a block of the
	 * pack's {@code .gitignore}, which is made if it is missing. What else the file has
	 * is kept, and a name that the block has already is not written again.
	 *
	 * <p>
	 * Call it while the pack is locked: of two changes at the same moment one is lost.
	 * @param packDirectory the pack, which must exist
	 * @return whether the file was changed
	 * @throws LockFileException if the file cannot be read or changed
	 */
	boolean addToGitIgnore(Path packDirectory);

	/**
	 * Returns the lock of a whole workspace: {@code <workspace>/.grex.sync.lock}, on the
	 * tier {@link LockTier#WORKSPACE_SYNC}.
	 * @param workspace the workspace's directory, which must exist when the lock is
	 * acquired; links are followed
	 * @return the lock
	 */
	CrossProcessLock<LockHold> workspace(Path workspace);

	/**
	 * Returns the lock of a directory that is cloned, fetched or wiped:
	 * {@code <destination>.grex-backend.lock}, on the tier {@link LockTier#BACKEND}. It
	 * is beside the destination, which need not exist.
	 * @param destination the directory; only the one that it is in must exist. Links on
	 * the way are followed, but the destination is locked by the name that it is given
	 * @return the lock
	 */
	CrossProcessLock<LockHold> backend(Path destination);

	/**
	 * Returns the locks of a workspace's manifest:
	 * {@code <workspace>/.grex/events.jsonl.lock}, on the tier {@link LockTier#MANIFEST}.
	 * @param workspace the workspace's directory, which must exist when a lock is
	 * acquired; {@code .grex} is made in it
	 * @return the locks
	 */
	ManifestLocks manifest(Path workspace);

}
