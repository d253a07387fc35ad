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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.latchkey.internal.platform.FileStatus;

/**
 * Attributes of a file by the JDK: on POSIX systems those of {@code stat}; elsewhere no
 * device, and a number that is made of the real path.
 */
final class FileAttributes {

	private static final String ALL = "rwxrwxrwx";

	private static final int DIRECTORY = 0040000;

	private static final int REGULAR = 0100000;

	private static final int LINK = 0120000;

	private FileAttributes() {
	}

	/**
	 * Reads the attributes of a file.
	 * @param path the file; a symbolic link is not followed
	 * @param into gets the answer
	 * @throws IOException if there is no such file, or it cannot be asked
	 */
	static void read(Path path, FileStatus into) throws IOException {
		if (hasInodes(path)) {
			Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino,size,mode,nlink,uid,lastModifiedTime",
					LinkOption.NOFOLLOW_LINKS);
			into.set(number(found, "dev"), number(found, "ino"), number(found, "size"), (int) number(found, "mode"),
					(int) number(found, "nlink"), (int) number(found, "uid"));
			setModified((FileTime) Objects.requireNonNull(found.get("lastModifiedTime")), into);
		}
		else {
			BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			int type = found.isDirectory() ? DIRECTORY : found.isSymbolicLink() ? LINK : REGULAR;
			into.set(0, path.toRealPath(LinkOption.NOFOLLOW_LINKS).toString().hashCode(), found.size(), type | 0700, 1,
					0);
			setModified(found.lastModifiedTime(), into);
		}
	}

	/**
	 * Returns what distinguishes a file from others: device and inode, or the real path
	 * where the system has no such numbers; there no open file can be renamed.
	 * @param path the file; a symbolic link is not followed
	 * @return the key, of types of the JDK
	 * @throws IOException if there is no such file
	 */
	static Object key(Path path) throws IOException {
		if (!hasInodes(path)) {
			return path.toRealPath(LinkOption.NOFOLLOW_LINKS).toString();
		}
		Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
		return List.of(number(found, "dev"), number(found, "ino"));
	}

	private static long number(Map<String, Object> found, String name) {
		return ((Number) Objects.requireNonNull(found.get(name))).longValue();
	}

	private static boolean hasInodes(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("unix");
	}

	private static void setModified(FileTime time, FileStatus into) {
		Instant instant = time.toInstant();
		into.setModified(instant.getEpochSecond(), instant.getNano());
	}

	/**
	 * Returns the number of a file.
	 * @param path the file
	 * @param into gets what else is known
	 * @return the number, 0 if the file has gone meanwhile
	 */
	static long inode(Path path, FileStatus into) {
		try {
			read(path, into);
			return into.inode();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	/**
	 * Sets the permission bits, where the system has such.
	 * @param path the file
	 * @param permissions the bits; those above the nine of owner, group and others are
	 * left as they are
	 * @throws IOException if the system refuses
	 */
	static void setPermissions(Path path, int permissions) throws IOException {
		// So as not to follow links the JDK would open the file, and a close unlocks it.
		PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
		if (view != null) {
			view.setPermissions(permissions(permissions));
		}
	}

	/**
	 * Returns the attributes of a file that is made.
	 * @param path the file
	 * @param permissions the bits, before the process's mask is applied
	 * @return the attributes; none where the system has no such bits
	 */
	static FileAttribute<?>[] ofNew(Path path, int permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(permissions(permissions)) }
				: new FileAttribute<?>[0];
	}

	private static Set<PosixFilePermission> permissions(int bits) {
		StringBuilder text = new StringBuilder(ALL);
		for (int i = 0; i < ALL.length(); i++) {
			if ((bits & (0400 >> i)) == 0) {
				text.setCharAt(i, '-');
			}
		}
		return PosixFilePermissions.fromString(text.toString());
	}

}
