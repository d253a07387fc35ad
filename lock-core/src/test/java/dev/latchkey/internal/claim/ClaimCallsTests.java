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

package dev.latchkey.internal.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.acquire.CountedCalls;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which system calls a claim makes whose files are open.
 */
class ClaimCallsTests {

	@TempDir
	Path directory;

	private final CountedCalls calls = new CountedCalls();

	private ClaimDirectory claims;

	@BeforeEach
	void open() {
		this.claims = ClaimDirectory.open(this.directory, this.calls.runtime());
		cycle("warm");
	}

	@AfterEach
	void close() {
		this.claims.close();
	}

	@Test
	void anAcquisitionAndItsReleaseAreTenCalls() {
		Requirement.LOCK_TABLE.require();
		// On a busy machine it may be more than 10 ms from one cycle to the next.
		Awaitility.await().untilAsserted(() -> {
			cycle("this");
			assertThat(cycle("next")).containsExactly("tryLock", "tryLockShared", "write", "links", "tryLock", "links",
					"read", "write", "unlock", "unlock");
		});
	}

	@Test
	void shorterContentIsCutBeforeTheAnnounceIsLocked() throws IOException {
		Requirement.LOCK_TABLE.require();
		Awaitility.await().untilAsserted(() -> {
			cycle("long content");
			assertThat(cycle("short")).containsExactly("tryLock", "tryLockShared", "write", "links", "truncate",
					"tryLock", "links", "read", "write", "unlock", "unlock");
		});
		assertThat(this.directory.resolve("job.lock")).hasContent("short");
	}

	@Test
	void aGateThatWasRemovedOrReplacedIsMadeAnewAtOnce() throws IOException {
		Path gate = this.directory.resolve("job.lock");
		Files.delete(gate);
		cycle("second");
		assertThat(gate).hasContent("second");
		Files.move(Files.writeString(this.directory.resolve("other"), "other"), gate,
				StandardCopyOption.REPLACE_EXISTING);
		cycle("third");
		assertThat(gate).hasContent("third");
	}

	@Test
	void anAnnounceThatWasRemovedIsMadeAnewAtOnce() throws IOException {
		Path announce = this.directory.resolve("job.live.lock");
		Files.delete(announce);
		cycle("second");
		assertThat(announce).exists().isNotEmptyFile();
	}

	@Test
	void aDirectoryThatWasRenamedIsNoticedWithinTenMilliseconds() throws IOException {
		Path moved = this.directory.resolveSibling(this.directory.getFileName() + "-moved");
		Files.move(this.directory, moved);
		Awaitility.await().until(() -> {
			cycle("later");
			return Files.exists(this.directory.resolve("job.lock"));
		});
	}

	private List<String> cycle(String content) {
		this.calls.made();
		this.claims.claim("job", content.getBytes(StandardCharsets.UTF_8)).tryAcquire().orElseThrow().close();
		return this.calls.made();
	}

}
