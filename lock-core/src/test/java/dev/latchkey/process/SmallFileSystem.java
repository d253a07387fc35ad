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

package dev.latchkey.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A filesystem of a few kilobytes, mounted over a directory.
 */
public final class SmallFileSystem implements AutoCloseable {

	private final Path directory;

	private SmallFileSystem(Path directory) {
		this.directory = directory;
	}

	/**
	 * Mount one, or skip the calling test where that is not allowed.
	 * @param directory where
	 * @return the mounted filesystem
	 */
	public static SmallFileSystem mount(Path directory) {
		Requirement.MOUNT.require();
		must("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "latchkey", directory.toString());
		return new SmallFileSystem(directory);
	}

	public void makeReadOnly() {
		must("mount", "-o", "remount,ro", this.directory.toString());
	}

	/** Use up all space. */
	public void fill() throws IOException {
		byte[] page = new byte[4096];
		try (var ballast = Files.newOutputStream(ballast())) {
			for (int written = 0; written < 1_000; written++) {
				ballast.write(page);
			}
		}
		catch (IOException ex) {
			// That was the purpose.
			return;
		}
		throw new AssertionError("The small filesystem is not small");
	}

	/** Give the space back. */
	public void makeRoom() throws IOException {
		Files.delete(ballast());
	}

	private Path ballast() {
		return this.directory.resolve("ballast");
	}

	private static void must(String... command) {
		if (!Requirement.run(command)) {
			throw new AssertionError("This failed: " + String.join(" ", command));
		}
	}

	@Override
	public void close() {
		must("umount", "--lazy", this.directory.toString());
	}

}
