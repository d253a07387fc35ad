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

package dev.latchkey.internal.platform;

import java.nio.file.Path;

/**
 * The files that a process has open, as they were when it was looked at.
 */
public interface OpenFiles {

	/**
	 * Returns whether the process has a file open, which takes no system call.
	 * @param file the file, without links in its path
	 * @param inode the file's inode
	 * @return whether it had when it was looked at
	 */
	boolean has(Path file, long inode);

	/**
	 * Returns whether the process keeps a file locked exclusively, itself or by
	 * inheritance.
	 * @param file the file, without links in its path
	 * @param inode the file's inode
	 * @return whether it does now
	 */
	boolean keepsLocked(Path file, long inode);

}
