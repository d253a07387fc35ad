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

package dev.latchkey.process;

import java.nio.file.Path;

import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.portable.PollingWaitsView;
import dev.latchkey.internal.platforms.Platforms;

/**
 * What the kernel says of a lock file; where it says nothing, what this JVM and its
 * workers know.
 */
public final class LockTableView {

	private LockTableView() {
	}

	/**
	 * Count the threads of all processes that wait in the kernel for a file; where the
	 * kernel does not tell, those of this JVM.
	 * @param file the file
	 * @return how many wait; none if the file does not exist
	 */
	public static int waiters(Path file) {
		Platform platform = Platforms.current();
		if (!platform.traits().has(PlatformFeature.CONFIRMED_HOLDERS)) {
			return PollingWaitsView.waiters(platform.wakes(), file);
		}
		FileStatus status = new FileStatus();
		if (platform.files().identity(NativePath.of(file), status) != 0) {
			return 0;
		}
		return platform.processes().lockTable().waiters(status.device(), status.inode()).size();
	}

	/**
	 * Tell whether a worker waits for a file: one thread does in the kernel, or the
	 * worker says so itself where the kernel does not tell.
	 * @param file the file
	 * @param worker the worker
	 * @return whether it waits
	 */
	public static boolean isWaiting(Path file, ForkedJvm worker) {
		boolean told = Platforms.current().traits().has(PlatformFeature.CONFIRMED_HOLDERS);
		return told ? waiters(file) == 1 : worker.news().equals(LockWorker.WAITS);
	}

}
