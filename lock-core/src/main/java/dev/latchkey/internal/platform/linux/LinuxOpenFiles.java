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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativeStrings;
import dev.latchkey.internal.platform.OpenFiles;
import dev.latchkey.internal.platform.SpawnRequest;

/**
 * The open files of a process, from {@code /proc/<pid>/fd} and {@code fdinfo}. A lock
 * belongs to the open file, so a child that has inherited it shows it too; its
 * {@code lock:} line still names the process that asked for it.
 */
final class LinuxOpenFiles implements OpenFiles {

	private static final Path PROC = Path.of("/proc");

	private static final int INFO_SIZE = 1024;

	private final String process;

	private final Map<String, List<Open>> descriptors;

	private final NativeBuffer info = new NativeBuffer(INFO_SIZE);

	private LinuxOpenFiles(String process, Map<String, List<Open>> descriptors) {
		this.process = process;
		this.descriptors = descriptors;
	}

	/**
	 * Looks at a process.
	 * @param pid the process
	 * @return its open files, none if it is dead; {@code null} if it lives and we may not
	 * look
	 */
	static @Nullable OpenFiles of(long pid) {
		String process = PROC.resolve(Long.toString(pid)).toString();
		try {
			return new LinuxOpenFiles(process, read(process));
		}
		catch (IOException | DirectoryIteratorException ex) {
			return Files.exists(Path.of(process)) ? null : new LinuxOpenFiles(process, Map.of());
		}
	}

	static Map<String, List<Long>> inheritors() {
		Map<String, List<Long>> inheritors = new HashMap<>();
		String first = Integer.toString(SpawnRequest.FIRST_INHERITED);
		for (long pid : processes()) {
			Path process = PROC.resolve(Long.toString(pid));
			String file = target(process.resolve("fd").resolve(first));
			if (file.startsWith("/") && isLocked(process.toString(), first, new NativeBuffer(INFO_SIZE))) {
				inheritors.computeIfAbsent(file, (same) -> new ArrayList<>(1)).add(pid);
			}
		}
		return inheritors;
	}

	static List<Long> processes() {
		List<Long> pids = new ArrayList<>();
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
			processes.forEach((process) -> pids.add(Long.parseLong(process.getFileName().toString())));
		}
		catch (IOException | DirectoryIteratorException ex) {
			// Processes come and go; those that were found so far are there.
			return pids;
		}
		return pids;
	}

	private static Map<String, List<Open>> read(String process) throws IOException {
		Map<String, List<Open>> descriptors = new HashMap<>();
		try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of(process, "fd"))) {
			for (Path link : links) {
				String target = target(link);
				descriptors.computeIfAbsent(lastName(target), (same) -> new ArrayList<>(1))
					.add(new Open(link.getFileName().toString(), target));
			}
		}
		return descriptors;
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return "";
		}
	}

	@Override
	public boolean has(Path file, long inode) {
		return descriptors(file, inode).findAny().isPresent();
	}

	@Override
	public boolean keepsLocked(Path file, long inode) {
		return descriptors(file, inode).anyMatch((descriptor) -> isLocked(this.process, descriptor, this.info));
	}

	/**
	 * A link tells the path of the mount by which the file was opened, and the spelling
	 * on disk. So files are found by the last name, and where the rest differs the
	 * kernel's number of the file tells whether it is the one.
	 */
	private Stream<String> descriptors(Path file, long inode) {
		// A file that was made without a name goes on being shown without one.
		String nameless = file.resolveSibling("#" + inode) + " (deleted)";
		return Stream.of(file.toString(), nameless)
			.flatMap((path) -> this.descriptors.getOrDefault(lastName(path), List.of())
				.stream()
				.filter((open) -> open.target.equals(path) || isOf(open.number, inode)))
			.map(Open::number);
	}

	private boolean isOf(String descriptor, long inode) {
		String text = info(this.process, descriptor, this.info);
		return text.contains("\nino:\t" + inode + "\n") || text.contains(":" + inode + " ");
	}

	private static String lastName(String path) {
		return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
	}

	private static boolean isLocked(String process, String descriptor, NativeBuffer info) {
		String text = info(process, descriptor, info);
		int lock = text.indexOf("\nlock:");
		return lock >= 0 && text.indexOf("FLOCK ", lock) > 0 && text.indexOf(" WRITE ", lock) > 0;
	}

	private static String info(String process, String descriptor, NativeBuffer info) {
		NativeBuffer path = NativeStrings.of(process + "/fdinfo/" + descriptor);
		int file = LinuxResult.of(LinuxLibc.open(path.address(), LinuxLibc.O_CLOEXEC, 0), path);
		if (file < 0) {
			return "";
		}
		byte[] bytes = new byte[Math.max(0, (int) LinuxLibc.pread(file, info.address(), INFO_SIZE, 0))];
		LinuxLibc.close(file);
		info.bytes().get(0, bytes);
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	/** A descriptor, and where its link leads. */
	private record Open(String number, String target) {
	}

}
