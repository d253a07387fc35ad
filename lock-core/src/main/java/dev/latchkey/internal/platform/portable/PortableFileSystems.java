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

package dev.latchkey.internal.platform.portable;

import java.util.Locale;
import java.util.Set;

import dev.latchkey.internal.platform.FileSystemType;

/**
 * Filesystems by the names that the JDK has for them. A name that is not known to be of
 * this machine counts as remote.
 */
final class PortableFileSystems {

	private static final Set<String> LOCAL = Set.of("apfs", "hfs", "ntfs", "refs", "ext4", "ext3", "ext2", "xfs",
			"btrfs", "tmpfs", "overlay", "zfs", "f2fs");

	private PortableFileSystems() {
	}

	/**
	 * Returns the type of a filesystem.
	 * @param name its name, as {@link java.nio.file.FileStore#type()} returns it
	 * @return the type
	 */
	static FileSystemType type(String name) {
		return new FileSystemType(name, LOCAL.contains(name.toLowerCase(Locale.ROOT)));
	}

}
