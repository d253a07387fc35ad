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

import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.wait.KernelWaits;

/**
 * The part of the configuration that the mechanisms for files need: to open, lock and
 * wait for them.
 */
public interface LockFileContext {

	/**
	 * Returns the platform.
	 * @return the platform
	 */
	Platform platform();

	/**
	 * Returns the one place that opens files.
	 * @return the opener
	 */
	FileOpener opener();

	/**
	 * Returns where lock directories are made and checked.
	 * @return the directories
	 */
	LockDirectories directories();

	/**
	 * Returns where threads wait for file locks.
	 * @return the waits
	 */
	KernelWaits waits();

	/**
	 * Returns the names of files that are not published yet.
	 * @return the names
	 */
	PrivateNames privateNames();

	/**
	 * Returns how long a thread waits in the kernel before it looks at the path again.
	 * @return ten poll intervals
	 */
	Duration longestPark();

	/**
	 * Returns whether other users of the same group use the locks too.
	 * @return whether files are shared with the group
	 */
	boolean isShared();

	/**
	 * Returns the permissions of a new lock file.
	 * @return the mode bits
	 */
	int filePermissions();

}
