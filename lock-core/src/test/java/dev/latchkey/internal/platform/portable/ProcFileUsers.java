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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes that have a file open, by the kernel of Linux, in the place of a system
 * that we cannot run.
 */
final class ProcFileUsers implements FileUsers {

	/** Compares the files: an open file may have been given another name. */
	@Override
	public Set<Long> of(Path file) {
		return users((opened) -> isSame(opened, file)).collect(Collectors.toSet());
	}

	/**
	 * Returns whether any process has opened a file by its name.
	 * @param file the file
	 * @return whether there is one
	 * @throws IOException if there is no such file
	 */
	static boolean isOpen(Path file) throws IOException {
		String real = file.toRealPath(LinkOption.NOFOLLOW_LINKS).toString();
		return users((opened) -> real.equals(target(opened))).findAny().isPresent();
	}

	/** A process that has ended meanwhile has nothing open. */
	private static Stream<Long> users(Predicate<Path> isFile) {
		return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter((pid) -> {
			Path opened = Path.of("/proc", pid.toString(), "fd");
			String[] numbers = opened.toFile().list();
			return numbers != null && Stream.of(numbers).map(opened::resolve).anyMatch(isFile);
		});
	}

	private static boolean isSame(Path opened, Path file) {
		try {
			return Files.isSameFile(opened, file);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
