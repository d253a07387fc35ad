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

package dev.latchkey.internal.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.pack.PackLocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Our block in somebody else's file.
 */
class GitIgnoreBlockTests {

	private static final String BLOCK = """
			# >>> latchkey: lock files, do not edit this block
			.grex-lock
			# <<< latchkey
			""";

	@TempDir
	Path pack;

	private final LockRuntime runtime = LockRuntime.builder().build();

	private final PackLockFiles packs = new PackLockFiles(this.runtime, PackLocks.FILE_NAME);

	@AfterEach
	void close() {
		this.packs.close();
		this.runtime.close();
	}

	@Test
	void theNameIsWrittenOnce() throws IOException {
		assertThat(this.packs.addToGitIgnore(this.pack)).isTrue();
		assertThat(file()).hasContent(BLOCK);
		assertThat(this.packs.addToGitIgnore(this.pack)).isFalse();
		assertThat(file()).hasContent(BLOCK);
		assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
	}

	@Test
	void everythingElseIsKept() throws IOException {
		byte[] before = "target/\n*.class  \r\n# \u00e4 \ud83d\ude00\n\n.grex-lock.bak"
			.getBytes(StandardCharsets.UTF_8);
		Files.write(file(), before);
		Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
		assertThat(this.packs.addToGitIgnore(this.pack)).isTrue();
		assertThat(Files.readAllBytes(file())).startsWith(before);
		assertThat(Files.readString(file()))
			.endsWith(".bak\r\n# >>> latchkey: lock files, do not edit this block\r\n.grex-lock\r\n# <<< latchkey\r\n");
		assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
		assertThat(this.packs.addToGitIgnore(this.pack)).isFalse();
	}

	@Test
	void aSecondNameJoinsTheBlockWhereverItIs() throws IOException {
		Files.writeString(file(), "before\n" + BLOCK + "after\n");
		PackLockFiles others = new PackLockFiles(this.runtime, ".other-lock");
		assertThat(others.addToGitIgnore(this.pack)).isTrue();
		assertThat(file())
			.hasContent("before\n" + BLOCK.replace(".grex-lock\n", ".grex-lock\n.other-lock\n") + "after\n");
	}

	@Test
	void aBlockWithoutAnEndIsLeftAlone() throws IOException {
		String broken = BLOCK.replace("# <<< latchkey\n", "");
		Files.writeString(file(), broken);
		assertThat(this.packs.addToGitIgnore(this.pack)).isTrue();
		assertThat(Files.readString(file())).startsWith(broken).contains("# <<< latchkey");
		assertThat(this.packs.addToGitIgnore(this.pack)).isFalse();
	}

	@Test
	void aLinkStaysALinkAndNothingElseIsLeft() throws IOException {
		Path real = Files.writeString(this.pack.resolve("ignored"), "target/\n");
		Files.createSymbolicLink(file(), real);
		assertThat(this.packs.addToGitIgnore(this.pack)).isTrue();
		assertThat(file()).isSymbolicLink();
		assertThat(real).hasContent("target/\n" + BLOCK);
		try (Stream<Path> files = Files.list(this.pack)) {
			assertThat(files.toList()).containsExactlyInAnyOrderElementsOf(List.of(real, file()));
		}
	}

	@Test
	void aFileThatCannotBeWrittenIsTold() throws IOException {
		Files.createDirectory(file());
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.packs.addToGitIgnore(this.pack))
			.withMessageContaining("'" + file() + "' cannot be changed")
			.withMessageContaining("in another way");
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> this.packs.addToGitIgnore(this.pack.resolve("missing")));
	}

	private Path file() {
		return this.pack.resolve(".gitignore");
	}

}
