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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import dev.latchkey.internal.platform.FileSystemType;

/**
 * Filesystems by the names that the JDK has for them. A name that is not known to be of
 * this machine counts as remote. On Windows the root of the path decides first: network
 * shares and network drives have the names of local filesystems.
 */
final class PortableFileSystems {

	private static final Set<String> LOCAL = Set.of("apfs", "hfs", "ntfs", "refs", "ufs", "ext4", "ext3", "ext2", "xfs",
			"btrfs", "tmpfs", "overlay", "zfs", "f2fs");

	private static final String SHARE = "\\\\";

	private PortableFileSystems() {
	}

	/**
	 * Returns the type of the filesystem that a file is on.
	 * @param path the file
	 * @return the type
	 * @throws IOException if the system does not tell
	 */
	static FileSystemType of(Path path) throws IOException {
		// A link may lead to another drive.
		return of(String.valueOf(path.toRealPath().getRoot()), Files.getFileStore(path).type(), WindowsDrive::of);
	}

	/**
	 * Returns the type of a filesystem.
	 * @param root the root of its paths
	 * @param name its name, as {@link java.nio.file.FileStore#type()} returns it
	 * @param drives finds out where the files of a drive are
	 * @return the type
	 */
	static FileSystemType of(String root, String name, Function<String, WindowsDrive> drives) {
		if (root.startsWith(SHARE)) {
			return new FileSystemType("the network share " + root, false);
		}
		WindowsDrive drive = root.equals("/") ? WindowsDrive.LOCAL : drives.apply(root);
		return switch (drive) {
			case LOCAL -> new FileSystemType(name, LOCAL.contains(name.toLowerCase(Locale.ROOT)));
			case REMOTE -> new FileSystemType("the network drive " + root, false);
			case UNKNOWN -> new FileSystemType("the drive " + root, false);
		};
	}

}
