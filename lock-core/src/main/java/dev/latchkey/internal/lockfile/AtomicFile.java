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

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.PlatformFeature;

/**
 * A file that is replaced as a whole: whoever reads it sees the old content or the new,
 * also after a crash of the machine. One process at a time writes it.
 */
public final class AtomicFile {

	private final LockFileContext context;

	private final FileCalls files;

	private final NativePath path;

	private final NativePath temporary;

	private final NativePath directory;

	/**
	 * Names a file. Nothing is touched.
	 * @param context the configuration
	 * @param path the file, absolute
	 */
	public AtomicFile(LockFileContext context, Path path) {
		Path parent = path.getParent();
		if (parent == null) {
			throw new LockFileException(path, "is the root of the filesystem", 0, "Choose another path");
		}
		this.context = context;
		this.files = context.platform().files();
		this.path = NativePath.of(path);
		this.temporary = NativePath.of(path.resolveSibling("." + path.getFileName() + ".tmp"));
		this.directory = NativePath.of(parent);
	}

	/**
	 * Writes the whole content.
	 * @param content the content
	 * @throws LockFileException if the system refuses; the old content stays then
	 */
	public void write(byte[] content) {
		this.context.directories().ensure(this.directory.path());
		try (OpenLockFile file = make()) {
			file.write(content, 0);
			file.sync();
		}
		LockFailures.require(replace(), this.path, "cannot be replaced");
		syncNames();
	}

	/** Where open files do not move, a reader keeps the old content for a moment. */
	private int replace() {
		boolean movable = this.context.platform().traits().has(PlatformFeature.MOVABLE_OPEN_FILES);
		return movable ? this.files.renameOver(this.temporary, this.path)
				: OpenElsewhere.insist(() -> this.files.renameOver(this.temporary, this.path));
	}

	private OpenLockFile make() {
		int number = create();
		if (Errno.EEXIST.is(number)) {
			// A writer that was killed has left it.
			LockFailures.requireRemoved(this.files.unlink(this.temporary), this.temporary);
			number = create();
		}
		LockFailures.require(number, this.temporary, "cannot be made");
		return OpenLockFile.adopt(this.context, this.temporary, number);
	}

	private int create() {
		return this.context.opener().create(this.temporary, this.context.filePermissions());
	}

	private void syncNames() {
		int names = this.context.opener().openToLook(this.directory);
		LockFailures.require(names, this.directory, "cannot be opened");
		int synced = this.files.sync(names);
		this.files.close(names);
		LockFailures.require(synced, this.directory, "cannot be written to its storage");
	}

	/**
	 * Reads the content.
	 * @param longest how many bytes are read at the most
	 * @return the content, or {@code null} if there is no file
	 */
	public byte @Nullable [] read(int longest) {
		try (OpenLockFile file = OpenLockFile.openToLook(this.context, this.path)) {
			return (file != null) ? file.read(longest, 0) : null;
		}
	}

	/**
	 * Removes the file, if it is there.
	 */
	public void remove() {
		LockFailures.requireRemoved(this.files.unlink(this.path), this.path);
	}

}
