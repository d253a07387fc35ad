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
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

class ManyHoldsTests {

	private static final int MANY = 10_000;

	@TempDir
	Path directory;

	@Test
	void tenThousandHoldsCostOneThreadAndMissNoBeat() throws IOException {
		Requirement.TEN_THOUSAND_FILES.require();
		LockOptions options = LockOptions.of(Duration.ofSeconds(20), Duration.ofSeconds(1));
		List<LockHold> holds = new ArrayList<>();
		try (HeldFileLocks locks = new HeldFileLocks(LockRuntime.builder().build(), options)) {
			for (int i = 0; i < MANY; i++) {
				holds.add(locks.lock(path(i)).tryAcquire().orElseThrow());
			}
			Instant allHeld = Instant.now();
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> haveBeatenSince(allHeld));
			for (int i = 0; i < MANY; i++) {
				assertThat(Files.getLastModifiedTime(path(i)).toInstant())
					.isAfter(Instant.now().minus(options.staleAfter()));
				assertThat(holds.get(i).isHeld()).isTrue();
			}
			assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.filteredOn("latchkey-heartbeats"::equals)
				.hasSize(1);
		}
		finally {
			holds.forEach(LockHold::close);
		}
	}

	private boolean haveBeatenSince(Instant time) {
		for (int i = 0; i < MANY; i++) {
			try {
				if (Files.getLastModifiedTime(path(i)).toInstant().isBefore(time)) {
					return false;
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return true;
	}

	private Path path(int number) {
		return this.directory.resolve(number + ".held");
	}

}
