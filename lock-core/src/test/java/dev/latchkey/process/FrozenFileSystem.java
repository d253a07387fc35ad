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
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * A filesystem on which all that writes hangs until it is thawed.
 */
public final class FrozenFileSystem implements AutoCloseable {

	private final Path directory;

	private FrozenFileSystem(Path directory) {
		this.directory = directory;
	}

	/**
	 * Mount a filesystem that can be frozen, or skip the calling test where that is not
	 * allowed.
	 * @param image the file that it is in, which is made
	 * @param directory where
	 * @return the mounted filesystem
	 */
	public static FrozenFileSystem mount(Path image, Path directory) throws IOException {
		Requirement.FREEZE.require();
		try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
			file.setLength(4 * 1024 * 1024);
		}
		must("mkfs.ext4", "-q", "-F", image.toString());
		must("mount", "-o", "loop", image.toString(), directory.toString());
		return new FrozenFileSystem(directory);
	}

	public void freeze() {
		must("fsfreeze", "--freeze", this.directory.toString());
	}

	public void thaw() {
		must("fsfreeze", "--unfreeze", this.directory.toString());
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
