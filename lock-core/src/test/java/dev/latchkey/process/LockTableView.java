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
import dev.latchkey.internal.platforms.Platforms;

/**
 * What the kernel says of a lock file.
 */
public final class LockTableView {

	private LockTableView() {
	}

	/**
	 * Count the threads of all processes that wait in the kernel for a file.
	 * @param file the file
	 * @return how many wait; none if the file does not exist
	 */
	public static int waiters(Path file) {
		Platform platform = Platforms.current();
		FileStatus status = new FileStatus();
		if (platform.files().identity(NativePath.of(file), status) != 0) {
			return 0;
		}
		return platform.processes().lockTable().waiters(status.device(), status.inode()).size();
	}

}
