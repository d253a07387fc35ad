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
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.portable.PortablePlatform;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a stale file of a program without flock is replaced where two names cannot
 * be exchanged.
 */
class MovedAsideTests {

	private static final String STALE = "4242 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:07:23.156Z\n";

	private static final String FRESH = "4343 6f1c2c1e-8f4e-4b71-9d55-1f0f4f3f2a10 2026-11-20T09:08:23.156Z\n";

	@TempDir
	Path directory;

	private Path job;

	@BeforeEach
	void create() throws IOException {
		this.job = this.directory.resolve("job");
		Files.writeString(this.job, STALE);
		Files.setLastModifiedTime(this.job, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
	}

	@Test
	void aStaleFileIsReplaced() throws IOException {
		try (HeldFileLocks locks = locks(() -> {
		}, () -> {
		}); LockHold hold = locks.lock(this.job).tryAcquire().orElseThrow()) {
			assertThat(hold.isHeld()).isTrue();
			assertThat(files()).containsExactlyInAnyOrder("job", "job.token");
		}
		assertThat(this.job).doesNotExist();
	}

	@Test
	void aProgramThatTakesTheNameInBetweenKeepsIt() throws IOException {
		try (HeldFileLocks locks = locks(() -> {
		}, () -> Files.writeString(this.job, FRESH))) {
			assertThat(locks.lock(this.job).tryAcquire()).isEmpty();
		}
		assertThat(this.job).hasContent(FRESH);
		assertThat(files()).containsExactlyInAnyOrder("job", "job.token");
	}

	@Test
	void aFileThatTookThePlaceOfTheJudgedOneGetsItsNameBack() throws IOException {
		try (HeldFileLocks locks = locks(() -> {
			Files.delete(this.job);
			Files.writeString(this.job, FRESH);
		}, () -> {
		})) {
			assertThat(locks.lock(this.job).tryAcquire()).isEmpty();
		}
		assertThat(this.job).hasContent(FRESH);
		assertThat(files()).containsExactlyInAnyOrder("job", "job.token");
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	private HeldFileLocks locks(Step before, Step after) {
		Platform real = PortablePlatform.ofFileChannels("Linux");
		FileCalls calls = (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> {
					boolean aside = method.getName().equals("renameToFree")
							&& ((NativePath) arguments[0]).path().equals(this.job);
					if (aside) {
						before.run();
					}
					Object result = method.invoke(real.files(), arguments);
					if (aside) {
						after.run();
					}
					return result;
				});
		Platform platform = new Platform(calls, real.processes(), real.wakes(), real.watches(), real.spawns(),
				real.traits());
		return new HeldFileLocks(LockRuntime.builder(platform).build(), LockOptions.defaults());
	}

	/**
	 * Something that another program does.
	 */
	@FunctionalInterface
	private interface Step {

		void run() throws IOException;

	}

}
