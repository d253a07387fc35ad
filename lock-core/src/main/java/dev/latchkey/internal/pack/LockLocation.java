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

package dev.latchkey.internal.pack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;

/**
 * Where a lock file is: in a directory that somebody has named, in some way. Whatever
 * way, the same directory gives the same path, by which this JVM queues.
 *
 * <p>
 * Looking a path up takes as long as acquiring the lock; so the answer is kept. If it is
 * older than 10 ms, the system is asked whether it is still right.
 */
final class LockLocation {

	private final Path given;

	private final String subdirectory;

	private final String fileName;

	private final String name;

	private volatile @Nullable Found found;

	/**
	 * Creates a place.
	 * @param directory the directory that must exist
	 * @param subdirectory a directory in it that is made if it is missing, or empty
	 * @param fileName the name of the lock file
	 */
	LockLocation(Path directory, String subdirectory, String fileName) {
		this(directory, subdirectory, fileName, "");
	}

	private LockLocation(Path directory, String subdirectory, String fileName, String name) {
		// Not normalized: behind a link, ".." leads elsewhere than the text says.
		this.given = directory.toAbsolutePath();
		this.subdirectory = subdirectory;
		this.fileName = fileName;
		this.name = name;
	}

	/**
	 * Creates the place of a lock that is beside what it protects.
	 * @param path what it protects, which need not exist; the directory that it is in
	 * must
	 * @param suffix what follows its name in the name of the lock file
	 * @return the place
	 */
	static LockLocation beside(Path path, String suffix) {
		String name = String.valueOf(path.getFileName());
		return new LockLocation(path.toAbsolutePath().resolveSibling(""), "", name + suffix, name);
	}

	/**
	 * Finds the lock.
	 * @param runtime the runtime, which says what directories are allowed
	 * @return the lock, by its real path
	 * @throws LockFileException if there is no such directory, or it is not allowed
	 */
	LockId find(LockRuntime runtime) {
		Found last = this.found;
		return (last != null && last.isRight(runtime)) ? last.id : findAnew(runtime);
	}

	private LockId findAnew(LockRuntime runtime) {
		FileCalls files = runtime.platform().files();
		try {
			long before = System.nanoTime();
			// The end follows a link in the last place.
			Seen given = Seen.of(files, this.given.resolve(this.subdirectory).resolve("."));
			Path directory = CanonicalCase.of(this.given.toRealPath());
			String shown = this.name.isEmpty() ? String.valueOf(directory.getFileName()) : this.name;
			if (!this.subdirectory.isEmpty()) {
				directory = madeIn(directory);
			}
			runtime.directories().ensureExisting(directory);
			LockId id = new LockId(LockType.PACK, shown, directory.resolve(this.fileName));
			Seen real = Seen.of(files, directory);
			this.found = (given != null && real != null) ? new Found(id, given, real, before) : null;
			return id;
		}
		catch (IOException ex) {
			// It says better what is wrong.
			runtime.directories().requireExisting(this.given.normalize());
			throw new LockFileException(this.given, "cannot be looked up: " + ex, 0,
					"Check that each directory of the path can be searched");
		}
	}

	private Path madeIn(Path directory) throws IOException {
		Path made = directory.resolve(this.subdirectory);
		if (!Files.exists(made)) {
			try {
				return Files.createDirectory(made).toRealPath();
			}
			catch (FileAlreadyExistsException ex) {
				// Somebody else was first.
			}
		}
		return made.toRealPath();
	}

	/**
	 * Where the lock was found.
	 */
	private static final class Found {

		private final LockId id;

		private final Seen given;

		private final Seen real;

		private volatile long lookedAt;

		Found(LockId id, Seen given, Seen real, long lookedAt) {
			this.id = id;
			this.given = given;
			this.real = real;
			this.lookedAt = lookedAt;
		}

		boolean isRight(LockRuntime runtime) {
			long now = System.nanoTime();
			if (now - this.lookedAt < runtime.directories().recentNanos()) {
				return true;
			}
			FileCalls files = runtime.platform().files();
			boolean right = this.real.isSame(files) && this.given.isSame(files);
			if (right) {
				this.lookedAt = now;
			}
			return right;
		}

	}

	/**
	 * Which directory a path led to.
	 */
	private record Seen(NativePath path, long device, long inode) {

		static @Nullable Seen of(FileCalls files, Path path) {
			NativePath name = NativePath.of(path);
			FileStatus status = new FileStatus();
			return (files.identity(name, status) == 0) ? new Seen(name, status.device(), status.inode()) : null;
		}

		boolean isSame(FileCalls files) {
			FileStatus status = new FileStatus();
			return files.identity(this.path, status) == 0 && status.inode() == this.inode
					&& status.device() == this.device;
		}

	}

}
