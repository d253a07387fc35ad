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

package dev.latchkey.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.stereotype.Component;

import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Where everything is: {@code packs/<pack>}, {@code remotes/<pack>} and
 * {@code events.jsonl}.
 */
@Component
class Workspace {

	/** The lock of everything that changes the workspace. */
	static final String LOCK = "workspace";

	private static final List<String> PACKS = List.of("fonts", "icons", "maps");

	private static final List<String> FILES = List.of("index.txt", "data.txt");

	private final SampleProperties properties;

	Workspace(SampleProperties properties) {
		this.properties = properties;
	}

	/**
	 * Makes what is missing. Two instances that start at once do not collide, and what a
	 * killed one has left undone is done here.
	 */
	@HeldFileLock(LOCK)
	void prepare() {
		for (String pack : PACKS) {
			create(pack(pack));
			create(remote(pack));
			for (String file : FILES) {
				Path path = remote(pack).resolve(file);
				if (Files.notExists(path)) {
					WorkspaceFiles.replace(path, "1");
				}
			}
		}
	}

	private static void create(Path directory) {
		try {
			Files.createDirectories(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<String> packs() {
		try (Stream<Path> directories = Files.list(root().resolve("packs"))) {
			return directories.map((path) -> path.getFileName().toString()).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path pack(String name) {
		return root().resolve("packs").resolve(name);
	}

	Path remote(String pack) {
		return root().resolve("remotes").resolve(pack);
	}

	Path events() {
		return root().resolve("events.jsonl");
	}

	private Path root() {
		return this.properties.workspace().toAbsolutePath();
	}

}
