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
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.stream.Stream;

import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformTraits;

/**
 * Files by the rules of Windows, on Linux:
 * <ul>
 * <li>What any process has open can be neither removed, nor renamed, nor replaced.</li>
 * <li>A file has no inode number and no permission bits.</li>
 * <li>What another process has locked cannot be read or written.</li>
 * <li>Names that differ in case only are of the same file.</li>
 * </ul>
 *
 * <p>
 * Which files are open is asked of the kernel, so an opening ends with its process. It
 * counts whatever program has the file open, as on Windows unless that program allows the
 * removal.
 */
public final class SimulatedWindows extends JdkFiles {

	private final Turn turn = new Turn();

	private SimulatedWindows() {
		super(false);
	}

	/**
	 * Return a platform by the rules of Windows.
	 * @return the platform
	 */
	public static Platform platform() {
		return of(new SimulatedWindows());
	}

	static Platform of(JdkFiles files) {
		return PortablePlatform.of(files, new PlatformTraits("simulated Windows (portable)", Set.of()),
				FileUsers.UNKNOWN);
	}

	@Override
	AsynchronousFileChannel open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
			throws IOException {
		return this.turn.take(() -> new RefusingChannel(super.open(known(path), options)));
	}

	@Override
	void delete(Path path) throws IOException {
		this.turn.take(() -> {
			requireClosed(known(path));
			Files.delete(known(path));
			return true;
		});
	}

	@Override
	void move(Path from, Path to, CopyOption... options) throws IOException {
		this.turn.take(() -> {
			Path source = known(from);
			Path target = known(to);
			requireClosed(source);
			boolean replaces = Set.of(options).contains(StandardCopyOption.REPLACE_EXISTING);
			if (replaces && Files.exists(target, LinkOption.NOFOLLOW_LINKS) && ProcFileUsers.isOpen(target)) {
				throw new AccessDeniedException(target.toString());
			}
			Files.move(source, target, options);
			return true;
		});
	}

	private static void requireClosed(Path path) throws IOException {
		if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
			throw new NoSuchFileException(path.toString());
		}
		if (ProcFileUsers.isOpen(path)) {
			throw WindowsFiles.inUse(path.toString(), null);
		}
	}

	/** Return the name as the directory has it, whatever its case. */
	private static Path known(Path path) throws IOException {
		Path directory = path.getParent();
		if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) || directory == null || !Files.isDirectory(directory)) {
			return path;
		}
		String name = String.valueOf(path.getFileName());
		try (Stream<Path> names = Files.list(directory)) {
			return names.filter((other) -> String.valueOf(other.getFileName()).equalsIgnoreCase(name))
				.findFirst()
				.orElse(path);
		}
	}

}
