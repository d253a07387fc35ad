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

import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.PlatformFeature;

/**
 * A lock file that has its name only while the lock is held. It gets the name when it is
 * complete and locked, in one step; nobody ever sees it empty or unlocked, except where
 * no open file can be renamed ({@link InPlaceFile}).
 *
 * <p>
 * The name is given and taken under a mutex of the lock's own protocol, which the caller
 * has; programs that know no mutex are coped with, so every step may find something else
 * than the last one left.
 */
public final class EphemeralLockFile {

	private final LockFileContext context;

	private final FileCalls files;

	private final NativePath path;

	private final NativePath directory;

	/** Where no open file is renamed or removed. */
	private final @Nullable InPlaceFile inPlace;

	/**
	 * Creates a lock on a name.
	 * @param context the configuration
	 * @param path the name, absolute
	 */
	public EphemeralLockFile(LockFileContext context, Path path) {
		Path parent = path.getParent();
		if (parent == null) {
			throw new LockFileException(path, "is the root of the filesystem", 0, "Choose another path for the lock");
		}
		this.context = context;
		this.files = context.platform().files();
		this.path = NativePath.of(path);
		this.directory = NativePath.of(parent);
		this.inPlace = context.platform().traits().has(PlatformFeature.MOVABLE_OPEN_FILES) ? null
				: new InPlaceFile(context, this.path);
	}

	/**
	 * Opens the file that has the name now.
	 * @return the open file, or {@code null} if there is none
	 */
	public @Nullable OpenLockFile open() {
		return (this.inPlace != null) ? this.inPlace.open() : OpenLockFile.open(this.context, this.path);
	}

	/**
	 * Makes a complete, locked file and gives it the name.
	 * @param record the content
	 * @return the open file, or {@code null} if the name is taken
	 */
	public @Nullable OpenLockFile publish(byte[] record) {
		if (this.inPlace != null) {
			return this.inPlace.publish(record);
		}
		int nameless = this.context.opener().createNameless(this.directory, this.context.filePermissions());
		if (nameless < 0) {
			return cannotBeNameless(nameless) ? publishByWayOf(privateName(), record) : refuse("be made", nameless);
		}
		OpenLockFile made = complete(nameless, record);
		int linked = Errno.EINTR.result();
		try {
			linked = this.files.link(nameless, this.path);
		}
		finally {
			if (linked != 0) {
				made.close();
			}
		}
		if (linked == 0) {
			return made;
		}
		// Without /proc, and on some filesystems, what has no name cannot get one.
		return Errno.EEXIST.is(linked) ? null : publishByWayOf(privateName(), record);
	}

	private @Nullable OpenLockFile publishByWayOf(NativePath privateName, byte[] record) {
		OpenLockFile made = makeNamed(privateName, record);
		boolean published = false;
		try {
			int result = giveName(privateName);
			LockFailures.requireRemoved(this.files.unlink(privateName), privateName);
			published = result == 0;
			if (!published && !Errno.EEXIST.is(result)) {
				return refuse("be published", result);
			}
			return published ? made : null;
		}
		finally {
			if (!published) {
				made.close();
			}
		}
	}

	private OpenLockFile refuse(String verb, int result) {
		throw LockFailures.of(this.path.path(), "cannot " + verb, result);
	}

	private OpenLockFile makeNamed(NativePath name, byte[] record) {
		int number = this.context.opener().create(name, this.context.filePermissions());
		if (number < 0) {
			return refuse("be made", number);
		}
		try {
			return complete(number, record);
		}
		catch (Throwable ex) {
			// If the name stays, it is removed once this process is gone.
			this.files.unlink(name);
			throw ex;
		}
	}

	private OpenLockFile complete(int number, byte[] record) {
		OpenLockFile made = OpenLockFile.adopt(this.context, this.path, number);
		try {
			if (!made.tryLockOnce()) {
				throw new LockFileException(this.path.path(), "could not be locked though no other process knows it", 0,
						"See which program locks files that it did not make");
			}
			made.write(record, 0);
			if (this.context.isShared()) {
				made.changePermissions(this.context.filePermissions());
			}
			return made;
		}
		catch (Throwable ex) {
			made.close();
			throw ex;
		}
	}

	/**
	 * Returns whether a file that was judged to be dead is {@link #overwrite written
	 * anew}, because it cannot make room for another one while it is open.
	 * @return whether no open file is renamed or removed here
	 */
	public boolean isInPlace() {
		return this.inPlace != null;
	}

	/**
	 * Writes a record into a file that was judged to be dead.
	 * @param judged the file, which is locked and has the name
	 * @param record the content
	 */
	public void overwrite(OpenLockFile judged, byte[] record) {
		Objects.requireNonNull(this.inPlace).overwrite(judged, record);
	}

	/**
	 * Puts a complete, locked file of ours in the place of one that was judged to be
	 * dead. If the name led to another file by then, that one gets its name back.
	 * @param judged the file that was judged
	 * @param record the content
	 * @return the open file, or {@code null} if the name had moved on
	 */
	public @Nullable OpenLockFile replace(OpenLockFile judged, byte[] record) {
		boolean exchanges = this.context.platform().traits().has(PlatformFeature.EXCHANGED_NAMES);
		return exchanges ? replaceByExchange(judged, record) : replaceByMoving(judged, record);
	}

	/**
	 * Moves the judged file aside first. Whoever makes a file of that name before ours
	 * has it keeps the name.
	 */
	private @Nullable OpenLockFile replaceByMoving(OpenLockFile judged, byte[] record) {
		NativePath aside = privateName();
		int moved = this.files.renameToFree(this.path, aside);
		if (Errno.ENOENT.is(moved)) {
			return null;
		}
		if (moved < 0) {
			return refuse("be moved aside", moved);
		}
		OpenLockFile made = null;
		try {
			made = judged.isNamed(aside) ? publishByWayOf(privateName(), record) : null;
			return made;
		}
		finally {
			if (made == null) {
				requireGiven(giveName(aside), aside);
			}
			LockFailures.requireRemoved(this.files.unlink(aside), aside);
		}
	}

	/** A hard link and not a rename, which could take the name of another file. */
	private int giveName(NativePath privateName) {
		int result = this.files.link(privateName, this.path);
		boolean cannotLink = Errno.EPERM.is(result) || Errno.EOPNOTSUPP.is(result) || Errno.ENOSYS.is(result);
		return cannotLink ? this.files.renameToFree(privateName, this.path) : result;
	}

	private void requireGiven(int result, NativePath privateName) {
		if (result < 0 && !Errno.EEXIST.is(result) && !Errno.ENOENT.is(result)) {
			throw LockFailures.of(privateName.path(), "cannot be given its name '" + this.path + "' back", result);
		}
	}

	private @Nullable OpenLockFile replaceByExchange(OpenLockFile judged, byte[] record) {
		NativePath privateName = privateName();
		OpenLockFile made = makeNamed(privateName, record);
		boolean replaced = false;
		try {
			int exchanged = this.files.exchange(privateName, this.path);
			boolean exchangedJudged = exchanged == 0 && judged.isNamed(privateName);
			if (exchanged == 0 && !exchangedJudged) {
				putBack(privateName, made);
			}
			int unlinked = this.files.unlink(privateName);
			replaced = exchangedJudged;
			if (replaced) {
				return made;
			}
			if (exchanged < 0 && !Errno.ENOENT.is(exchanged)) {
				return refuse("be exchanged", exchanged);
			}
			LockFailures.requireRemoved(unlinked, privateName);
			return null;
		}
		finally {
			if (!replaced) {
				made.close();
			}
		}
	}

	private void putBack(NativePath privateName, OpenLockFile made) {
		int result = made.isNamed(this.path) ? this.files.exchange(privateName, this.path)
				: this.files.renameToFree(privateName, this.path);
		requireGiven(result, privateName);
	}

	/**
	 * Takes the name away from a file, if it has it. The file may be closed afterwards.
	 * @param file the file
	 * @return whether the name led to it
	 */
	public boolean remove(OpenLockFile file) {
		return file.isNamed() && removeName(file);
	}

	/**
	 * Takes the name away from the file that was just seen to have it. The file may be
	 * closed afterwards.
	 * @param file the file
	 * @return whether there was one
	 */
	public boolean removeName(OpenLockFile file) {
		int result = (this.inPlace != null) ? this.inPlace.closeAndRemove(file) : this.files.unlink(this.path);
		return LockFailures.requireRemoved(result, this.path);
	}

	private static boolean cannotBeNameless(int result) {
		return Errno.EOPNOTSUPP.is(result) || Errno.EISDIR.is(result) || Errno.EINVAL.is(result)
				|| Errno.ENOSYS.is(result);
	}

	private NativePath privateName() {
		return this.context.privateNames().next(this.directory);
	}

}
