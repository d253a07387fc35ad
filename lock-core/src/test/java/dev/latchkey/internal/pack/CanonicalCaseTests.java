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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spellings of a path. The filesystem that folds case is a stand-in: few kernels that
 * tests run on have one.
 */
class CanonicalCaseTests {

	@TempDir
	Path directory;

	@Test
	void whereCaseIsFoldedTheListedSpellingIsTaken() throws IOException {
		CanonicalCase folding = new CanonicalCase(new Folding());
		for (String spelling : new String[] { "/Work/Demo", "/work/demo", "/WORK/DEMO", "/wORK/Demo" }) {
			assertThat(folding.canonical(Path.of(spelling))).isEqualTo(Path.of("/Work/Demo"));
		}
		assertThat(folding.canonical(Path.of("/work/123"))).isEqualTo(Path.of("/Work/123"));
	}

	@Test
	void whereCaseIsNotFoldedNothingIsChanged() throws IOException {
		for (String name : new String[] { "demo", "Demo", "DEMO" }) {
			Path real = Files.createDirectory(this.directory.resolve(name)).toRealPath();
			assertThat(CanonicalCase.of(real)).isEqualTo(real);
		}
	}

	private static final class Folding implements CanonicalCase.Names {

		@Override
		public boolean areSame(Path path, Path other) {
			return path.toString().equalsIgnoreCase(other.toString());
		}

		@Override
		public List<String> in(Path directory) {
			return directory.equals(Path.of("/")) ? List.of("Work", "var") : List.of("Demo", "demo2", "123");
		}

	}

}
