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

package dev.latchkey.internal.lockfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LockPathsTests {

	@TempDir
	Path directory;

	@Test
	void behindALinkTheParentIsThatOfWhatItLeadsTo() throws IOException {
		Path sub = Files.createDirectories(this.directory.resolve("real/sub"));
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), sub);
		Path real = this.directory.toRealPath();
		assertThat(LockPaths.absolute(link.resolve("../job"))).isEqualTo(real.resolve("real/job"));
		assertThat(LockPaths.absolute(link.resolve("job"))).isEqualTo(link.resolve("job"));
		assertThat(LockPaths.absolute(link.resolve("./.././sub/../job"))).isEqualTo(real.resolve("real/job"));
	}

	@Test
	void whatDoesNotExistIsTakenAsItIsWritten() {
		assertThat(LockPaths.absolute(this.directory.resolve("none/../job"))).isEqualTo(this.directory.resolve("job"));
		assertThat(LockPaths.absolute(Path.of("/../../job"))).isEqualTo(Path.of("/job"));
		assertThat(LockPaths.absolute(Path.of("job"))).isEqualTo(Path.of("job").toAbsolutePath());
		assertThat(LockPaths.absolute(Path.of(""))).isEqualTo(Path.of("").toAbsolutePath());
	}

}
