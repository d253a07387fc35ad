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

package dev.latchkey.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * The lock directory. It goes away as others do when its filesystem does: what was there
 * cannot be reached any more.
 */
final class FileServer implements Server {

	private final Path parent;

	private final Path locks;

	FileServer() {
		try {
			this.parent = Files.createTempDirectory("latchkey-files");
			this.locks = this.parent.resolve("locks");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public Map<String, String> properties() {
		return Map.of("backend", "file", "latchkey.backend", "files", "latchkey.directory", this.locks.toString());
	}

	@Override
	public void goAway() {
		move(this.locks, away());
		try {
			Path unused = Files.createFile(this.locks);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void comeBack() {
		try {
			Files.delete(this.locks);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		move(away(), this.locks);
	}

	private Path away() {
		return this.parent.resolve("away");
	}

	private static void move(Path from, Path to) {
		try {
			Path unused = Files.move(from, to);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			boolean unused = FileSystemUtils.deleteRecursively(this.parent);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
