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

package dev.latchkey.internal.platform.linux;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.latchkey.UnsupportedPlatformException;

/**
 * What differs between processors: the numbers of the system calls that some C libraries
 * have no function for, and three flags of open(2). See syscall(2) and syscalls(2).
 */
enum LinuxProcessor {

	/** Intel's and AMD's. */
	AMD64(332, 316, Flags.GENERIC),

	/** 64-bit ARM. */
	AARCH64(291, 276, Flags.OWN),

	/** 64-bit RISC-V. */
	RISCV64(291, 276, Flags.GENERIC),

	/** 64-bit PowerPC, with the lowest byte first. */
	PPC64LE(383, 357, Flags.OWN),

	/** 64-bit IBM Z, with the highest byte first. */
	S390X(379, 347, Flags.GENERIC),

	/** 64-bit LoongArch. */
	LOONGARCH64(291, 276, Flags.GENERIC);

	private final long statx;

	private final long renameat2;

	private final Flags flags;

	LinuxProcessor(long statx, long renameat2, Flags flags) {
		this.statx = statx;
		this.renameat2 = renameat2;
		this.flags = flags;
	}

	/**
	 * Returns the processor that this JVM is made for.
	 * @return the processor
	 * @throws UnsupportedPlatformException if its numbers are not known
	 */
	static LinuxProcessor current() {
		return of(System.getProperty("os.arch", ""));
	}

	/**
	 * Returns a processor.
	 * @param name what the system property {@code os.arch} calls it
	 * @return the processor
	 * @throws UnsupportedPlatformException if its numbers are not known
	 */
	static LinuxProcessor of(String name) {
		if (name.equals("x86_64")) {
			return AMD64;
		}
		return Arrays.stream(values())
			.filter((processor) -> processor.label().equals(name))
			.findFirst()
			.orElseThrow(() -> new UnsupportedPlatformException(
					"Latchkey does not know the system calls of the processor '" + name + "'.",
					"Run the application on " + known() + ", or switch its locks off, after which nothing is excluded.",
					null));
	}

	private static String known() {
		return Arrays.stream(values()).map(LinuxProcessor::label).collect(Collectors.joining(", "));
	}

	private String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	long statx() {
		return this.statx;
	}

	long renameat2() {
		return this.renameat2;
	}

	int directory() {
		return this.flags.directory;
	}

	int noFollow() {
		return this.flags.noFollow;
	}

	/**
	 * Flags of open(2): ARM and PowerPC have their own.
	 */
	private enum Flags {

		GENERIC(0200000, 0400000), OWN(040000, 0100000);

		private final int directory;

		private final int noFollow;

		Flags(int directory, int noFollow) {
			this.directory = directory;
			this.noFollow = noFollow;
		}

	}

}
