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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.latchkey.internal.platform.FileStatus;

/**
 * Attributes of a file by the JDK: on POSIX systems those of {@code stat}. Elsewhere the
 * root stands for the device, and a digest of the real path for the inode number. That is
 * enough where no open file can be renamed or removed. It does not tell a file from a
 * later one of the same name, and the JDK has nothing that would: {@code fileKey} is
 * {@code null} there, and a file that is made anew soon after it was removed gets the
 * creation time of the former one.
 */
final class FileAttributes {

	private static final String ALL = "rwxrwxrwx";

	private static final int DIRECTORY = 0040000;

	private static final int REGULAR = 0100000;

	private static final int LINK = 0120000;

	private static final int OTHER = 0010000;

	/** Where there are no permission bits, none shall be blamed. */
	private static final int NEITHER_PRIVATE_NOR_PUBLIC = 0770;

	private final boolean inodes;

	/**
	 * Creates attributes.
	 * @param inodes whether files have device and inode
	 */
	FileAttributes(boolean inodes) {
		this.inodes = inodes;
	}

	/**
	 * Reads the attributes of a file.
	 * @param path the file; a symbolic link is not followed
	 * @param into gets the answer
	 * @throws IOException if there is no such file, or it cannot be asked
	 */
	void read(Path path, FileStatus into) throws IOException {
		if (this.inodes) {
			Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino,size,mode,nlink,uid,lastModifiedTime",
					LinkOption.NOFOLLOW_LINKS);
			into.set(number(found, "dev"), number(found, "ino"), number(found, "size"), (int) number(found, "mode"),
					(int) number(found, "nlink"), (int) number(found, "uid"));
			setModified((FileTime) Objects.requireNonNull(found.get("lastModifiedTime")), into);
		}
		else {
			BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			int type = found.isDirectory() ? DIRECTORY
					: found.isSymbolicLink() ? LINK : found.isRegularFile() ? REGULAR : OTHER;
			Path real = realPath(path);
			into.set(device(real), digest(real), found.size(), type | NEITHER_PRIVATE_NOR_PUBLIC, 1, 0);
			setModified(found.lastModifiedTime(), into);
		}
	}

	/**
	 * Returns what distinguishes a file from others: device and inode, or what stands for
	 * them.
	 * @param path the file; a symbolic link is not followed
	 * @return the key, of types of the JDK
	 * @throws IOException if there is no such file
	 */
	Object key(Path path) throws IOException {
		if (!this.inodes) {
			Path real = realPath(path);
			return List.of(device(real), digest(real));
		}
		Map<String, Object> found = Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS);
		return List.of(number(found, "dev"), number(found, "ino"));
	}

	/**
	 * Returns the user that has the files which this process makes.
	 * @return the number of the user, 0 if it is not known
	 */
	static int ownUser() {
		return OwnUser.NUMBER;
	}

	/** A link in the last place is a file of its own. */
	private static Path realPath(Path path) throws IOException {
		Path real = path.toRealPath(LinkOption.NOFOLLOW_LINKS);
		Path parent = real.getParent();
		Path name = real.getFileName();
		return (parent != null && name != null) ? parent.toRealPath().resolve(name) : real;
	}

	private static long device(Path real) {
		return String.valueOf(real.getRoot()).hashCode();
	}

	private static long digest(Path real) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(real.toString().getBytes(StandardCharsets.UTF_8));
			return ByteBuffer.wrap(digest).getLong();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JVM has SHA-256", ex);
		}
	}

	private static long number(Map<String, Object> found, String name) {
		return ((Number) Objects.requireNonNull(found.get(name))).longValue();
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
	long inode(Path path, FileStatus into) {
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
	void setPermissions(Path path, int permissions) throws IOException {
		// So as not to follow links the JDK would open the file, and a close unlocks it.
		PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
		if (view != null && this.inodes) {
			view.setPermissions(permissions(permissions));
		}
	}

	/**
	 * Returns the attributes of a file that is made.
	 * @param path the file
	 * @param permissions the bits, before the process's mask is applied
	 * @return the attributes; none where the system has no such bits
	 */
	FileAttribute<?>[] ofNew(Path path, int permissions) {
		return this.inodes && path.getFileSystem().supportedFileAttributeViews().contains("posix")
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

	/** Found out once, by a file that is made for it. */
	private static final class OwnUser {

		static final int NUMBER = find();

		private static int find() {
			try {
				Path made = Files.createTempFile("latchkey", null);
				try {
					return made.getFileSystem().supportedFileAttributeViews().contains("unix")
							? (int) number(Files.readAttributes(made, "unix:uid"), "uid") : 0;
				}
				finally {
					Files.delete(made);
				}
			}
			catch (IOException ex) {
				return 0;
			}
		}

	}

}
