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
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;

/**
 * The notices of all processes in a directory.
 */
final class WaitRecords {

	/** How many waits and holds are read. */
	static final int MOST = 100_000;

	private final LockRuntime runtime;

	private final Path directory;

	private final String ownName;

	WaitRecords(LockRuntime runtime, Path directory, String ownName) {
		this.runtime = runtime;
		this.directory = directory;
		this.ownName = ownName;
	}

	/**
	 * Reads what the other processes tell.
	 * @param deadline when to leave out the rest
	 * @param processes gets those that wait
	 * @return whether nothing was left out
	 */
	boolean ofOthers(Deadline deadline, List<WaitingProcess> processes) {
		int size = 0;
		boolean complete = true;
		for (Path file : files()) {
			if (size >= MOST || deadline.hasCome()) {
				return false;
			}
			byte[] content = WaitRecordFile.isOf(file, this.ownName) ? null : read(file);
			if (content != null && content.length > WaitRecordFile.LONGEST) {
				complete = false;
				continue;
			}
			WaitRecord record = (content != null) ? WaitRecord.parse(content) : null;
			if (record != null) {
				processes.add(new WaitingProcess(process(record), record.waits()));
				size += record.waits().stream().mapToInt((wait) -> 1 + wait.holds().size()).sum();
			}
		}
		return complete;
	}

	private byte @Nullable [] read(Path file) {
		try {
			return WaitRecordFile.read(this.runtime, file);
		}
		catch (LockFileException ex) {
			// What is not a file of ours, or cannot be read, tells us nothing.
			return null;
		}
	}

	private LockHolder process(WaitRecord record) {
		boolean here = record.pidNamespace() == this.runtime.platform().processes().self().pidNamespace();
		return here ? LockHolders.selfReported(this.runtime, record.pid()) : LockHolders.unseen(record.pid());
	}

	/** Removes what dead processes have left. */
	void removeLeft() {
		files().forEach((file) -> {
			try {
				WaitRecordFile.removeIfLeft(this.runtime, file);
			}
			catch (LockFileException ex) {
				// It is not ours, and is in nobody's way.
			}
		});
	}

	private List<Path> files() {
		List<Path> files = new ArrayList<>();
		this.runtime.directories().list(NativePath.of(this.directory), (name, inode) -> {
			if (!name.startsWith(".")) {
				files.add(this.directory.resolve(name));
			}
		}, new FileStatus());
		return files;
	}

}
