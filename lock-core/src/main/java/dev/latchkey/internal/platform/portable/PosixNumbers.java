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

import java.util.Map;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.portable.StatLayout.Field;

/**
 * What differs between the C libraries of POSIX systems, as far as {@link PosixLibc}
 * needs it.
 *
 * @param openFlags the flags of every opening: close-on-exec, no symbolic link in the
 * last place, no waiting for the peer of a pipe
 * @param stat the layout of {@code struct stat}
 * @param fstat the symbol of the function fstat
 * @param errors the error numbers that Linux has others for, with those of Linux
 */
record PosixNumbers(int openFlags, StatLayout stat, String fstat, Map<Integer, Integer> errors) {

	private static final int LINUX_NOFOLLOW = 0400000;

	/** ARM and PowerPC have their own. */
	private static final int LINUX_OTHER_NOFOLLOW = 0100000;

	/** O_CLOEXEC and O_NONBLOCK. */
	private static final int LINUX_FLAGS = 02000000 | 04000;

	/** O_CLOEXEC, O_NOFOLLOW and O_NONBLOCK. */
	private static final int MAC_FLAGS = 0x1000000 | 0x100 | 0x4;

	private static final StatLayout MAC_STAT = new StatLayout(new Field(0, 4), new Field(8, 8), new Field(4, 2),
			new Field(6, 2), new Field(16, 4), new Field(96, 8), 48);

	/**
	 * EDEADLK, EAGAIN, ENOTSUP, ELOOP, ENAMETOOLONG, EDQUOT, ESTALE, ENOLCK, ENOSYS and
	 * EOPNOTSUPP.
	 */
	private static final Map<Integer, Integer> MAC_ERRORS = Map.of(11, 35, 35, 11, 45, 95, 62, 40, 63, 36, 69, 122, 70,
			116, 77, 37, 78, 38, 102, 95);

	/**
	 * Returns the numbers of this system.
	 * @return the numbers
	 * @throws UnsupportedPlatformException if they are not known
	 */
	static PosixNumbers current() {
		return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
	}

	/**
	 * Returns the numbers of a system.
	 * @param system its name, as in the system property {@code os.name}
	 * @param processor the processor's name, as in the system property {@code os.arch}
	 * @return the numbers
	 * @throws UnsupportedPlatformException if they are not known
	 */
	static PosixNumbers of(String system, String processor) {
		return switch (system + " " + processor) {
			case "Mac OS X aarch64" -> mac("fstat");
			case "Mac OS X x86_64" -> mac("fstat$INODE64");
			case "Linux amd64", "Linux x86_64" -> linux(LINUX_NOFOLLOW, longLinks(88));
			case "Linux ppc64le" -> linux(LINUX_OTHER_NOFOLLOW, longLinks(88));
			case "Linux s390x" -> linux(LINUX_NOFOLLOW, longLinks(72));
			case "Linux aarch64" -> linux(LINUX_OTHER_NOFOLLOW, shortLinks());
			case "Linux riscv64", "Linux loongarch64" -> linux(LINUX_NOFOLLOW, shortLinks());
			default -> throw new UnsupportedPlatformException(
					"Latchkey does not know the numbers of flock(2) on '" + system + "' with the processor '"
							+ processor + "'.",
					"Use macOS or 64-bit Linux, or switch the locks of the application off, after which nothing is "
							+ "excluded.",
					null);
		};
	}

	private static PosixNumbers mac(String fstat) {
		return new PosixNumbers(MAC_FLAGS, MAC_STAT, fstat, MAC_ERRORS);
	}

	private static PosixNumbers linux(int noFollow, StatLayout stat) {
		return new PosixNumbers(LINUX_FLAGS | noFollow, stat, "fstat", Map.of());
	}

	/** The number of names comes before the mode, in eight bytes. */
	private static StatLayout longLinks(int modified) {
		return new StatLayout(new Field(0, 8), new Field(8, 8), new Field(24, 4), new Field(16, 8), new Field(28, 4),
				new Field(48, 8), modified);
	}

	/** The number of names comes after the mode, in four bytes. */
	private static StatLayout shortLinks() {
		return new StatLayout(new Field(0, 8), new Field(8, 8), new Field(16, 4), new Field(20, 4), new Field(24, 4),
				new Field(48, 8), 88);
	}

	/**
	 * Returns the result of a failed call.
	 * @param errno the error number of this system
	 * @return the negated error number of Linux, as the calls of all systems return it
	 */
	int failure(int errno) {
		return -this.errors.getOrDefault(errno, errno);
	}

}
