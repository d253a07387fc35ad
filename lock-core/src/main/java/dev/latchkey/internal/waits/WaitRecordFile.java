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

package dev.latchkey.internal.waits;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.lockfile.LockFailures;
import dev.latchkey.internal.lockfile.LockFileContext;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.PlatformFeature;

/**
 * What this process tells the others, in a file of its own. It counts as long as the file
 * is locked, which it is from the instant it has its name: so it ends with the process,
 * however that ends. Whoever reads it sees one whole content. One thread at a time
 * changes it.
 */
public final class WaitRecordFile {

	/**
	 * The longest content in bytes: what is longer is no notice of ours, and not read.
	 */
	public static final int LONGEST = 1 << 20;

	/** Between the name of the process and the number of the file. */
	private static final String SEPARATOR = ".";

	/** How long others may share the lock of a new file to look at it. */
	private static final Duration LOOK = Duration.ofSeconds(1);

	private final LockFileContext context;

	private final FileCalls files;

	private final NativePath path;

	private final NativePath directory;

	/** Whether a new file can take the place of the one before, which is open. */
	private final boolean movesOpenFiles;

	private @Nullable OpenLockFile current;

	private long published;

	/**
	 * Names a file. Nothing is touched.
	 * @param context the context
	 * @param directory where the file will be, absolute
	 * @param name its name, which no other process uses
	 */
	public WaitRecordFile(LockFileContext context, Path directory, String name) {
		this.context = context;
		this.files = context.platform().files();
		this.path = NativePath.of(directory.resolve(name));
		this.directory = NativePath.of(directory);
		this.movesOpenFiles = context.platform().traits().has(PlatformFeature.MOVABLE_OPEN_FILES);
	}

	/**
	 * Publishes a content, in the place of the one before. The directory is made if it is
	 * missing.
	 * @param content the content
	 * @throws LockFileException if the system refuses; what was there before stays then
	 */
	public void publish(byte[] content) {
		this.context.directories().require(this.directory.path());
		if (this.movesOpenFiles) {
			replace(content);
		}
		else {
			publishAnew(content);
		}
	}

	private void replace(byte[] content) {
		NativePath temporary = this.context.privateNames().next(this.directory);
		int number = this.context.opener().create(temporary, this.context.filePermissions());
		LockFailures.require(number, temporary, "cannot be made");
		OpenLockFile next = OpenLockFile.adopt(this.context, temporary, number);
		try {
			fill(next, content);
			LockFailures.require(this.files.renameOver(temporary, this.path), this.path, "cannot be replaced");
		}
		catch (Throwable ex) {
			this.files.unlink(temporary);
			next.close();
			throw ex;
		}
		close();
		this.current = next;
	}

	/**
	 * Publishes a content in a file of another name, which counts from the instant at
	 * which it is locked, and then removes the file before. Others may see both.
	 */
	private void publishAnew(byte[] content) {
		NativePath name = NativePath
			.of(this.directory.path().resolve(this.path.path().getFileName() + SEPARATOR + this.published));
		this.published++;
		int number = this.context.opener().create(name, this.context.filePermissions());
		LockFailures.require(number, name, "cannot be made");
		OpenLockFile next = OpenLockFile.adopt(this.context, name, number);
		boolean counts = false;
		try {
			next.write(content, 0);
			requireLocked(next.tryLock(LOOK) == TryOutcome.ACQUIRED);
			counts = true;
		}
		finally {
			if (!counts) {
				boolean unused = next.closeAndRemoveName();
			}
		}
		OpenLockFile former = this.current;
		this.current = next;
		if (former != null) {
			// A later process removes one that somebody looks at now.
			boolean unused = former.closeAndRemoveName();
		}
	}

	private void fill(OpenLockFile file, byte[] content) {
		if (this.context.isShared()) {
			file.changePermissions(this.context.filePermissions());
		}
		requireLocked(file.tryLockOnce());
		file.write(content, 0);
	}

	private void requireLocked(boolean locked) {
		if (!locked) {
			throw new LockFileException(this.path.path(), "is locked by another program before it counts", 0,
					"See who watches the directory and locks files there");
		}
	}

	/**
	 * Withdraws what was published, if something was.
	 */
	public void withdraw() {
		OpenLockFile file = this.current;
		if (file != null && !this.movesOpenFiles) {
			this.current = null;
			boolean unused = file.closeAndRemoveName();
		}
		else if (file != null) {
			int result = this.files.unlink(this.path);
			close();
			LockFailures.requireRemoved(result, this.path);
		}
	}

	/** Nobody else has this open file, so closing it unlocks it. */
	private void close() {
		OpenLockFile file = this.current;
		if (file != null) {
			this.current = null;
			file.close();
		}
	}

	/**
	 * Returns whether a file is this process's own.
	 * @param file the file
	 * @param name the name that its own files begin with
	 * @return whether it is
	 */
	static boolean isOf(Path file, String name) {
		String found = String.valueOf(file.getFileName());
		return found.equals(name) || found.startsWith(name + SEPARATOR);
	}

	/**
	 * Reads what a process tells.
	 * @param context the context
	 * @param path the file
	 * @return the content, or {@code null} if it does not count: there is no file, or the
	 * process is dead. One byte more than {@value #LONGEST} stands for what is too long
	 */
	public static byte @Nullable [] read(LockFileContext context, Path path) {
		return LockFileReader.read(context, path, (file) -> file.isLocked() ? file.readAtMost(LONGEST + 1) : null);
	}

	/**
	 * Removes what a dead process has left. What counts is left alone.
	 * @param context the context
	 * @param path the file
	 */
	public static void removeIfLeft(LockFileContext context, Path path) {
		NativePath name = NativePath.of(path);
		try (OpenLockFile file = OpenLockFile.openToLook(context, name)) {
			if (file != null && !file.isLocked() && file.isNamed()) {
				// No process makes a file of this name any more. If it cannot be removed,
				// it does not count all the same.
				if (context.platform().traits().has(PlatformFeature.MOVABLE_OPEN_FILES)) {
					context.platform().files().unlink(name);
				}
				else {
					boolean unused = file.closeAndRemoveName();
				}
			}
		}
	}

}
