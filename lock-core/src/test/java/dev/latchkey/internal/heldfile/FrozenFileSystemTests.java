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

package dev.latchkey.internal.heldfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.FrozenFileSystem;

class FrozenFileSystemTests {

	private static final Duration BEAT = Duration.ofMillis(100);

	@TempDir
	Path directory;

	@Test
	void locksOnOtherFilesystemsGoOnShowingThatTheirHolderLives() throws IOException {
		Path mounted = Files.createDirectory(this.directory.resolve("mounted"));
		HeldFileLocks locks = new HeldFileLocks(LockRuntime.builder().build(),
				LockOptions.of(Duration.ofSeconds(30), BEAT));
		try (FrozenFileSystem fileSystem = FrozenFileSystem.mount(this.directory.resolve("image"), mounted);
				LockHold there = locks.lock(mounted.resolve("job.held")).tryAcquire().orElseThrow();
				LockHold here = locks.lock(this.directory.resolve("job.held")).tryAcquire().orElseThrow()) {
			Path file = here.id().path();
			fileSystem.freeze();
			try {
				Awaitility.await()
					.alias("a heartbeat of " + here + " while " + there + " hangs")
					.until(() -> touched(file).isAfter(Instant.now().minus(BEAT.multipliedBy(5)))
							&& touched(file).isAfter(here.acquiredAt().plus(BEAT.multipliedBy(10))));
			}
			finally {
				fileSystem.thaw();
			}
		}
		finally {
			locks.close();
		}
	}

	private static Instant touched(Path file) {
		try {
			return Files.getLastModifiedTime(file).toInstant();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
