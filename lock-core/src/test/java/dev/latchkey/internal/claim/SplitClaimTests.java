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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gate of a held claim is removed, and somebody else locks the new one: both files
 * are locked, but not by one holder, and the content of the new gate was never announced.
 */
class SplitClaimTests {

	private static final Duration TRANSITION = Duration.ofMillis(50);

	private final FileCalls files = Platforms.current().files();

	@TempDir
	Path directory;

	private Path gate;

	private int intruder = -1;

	@BeforeEach
	void setUp() {
		this.gate = this.directory.resolve("job.lock");
	}

	@AfterEach
	void closeIntruder() {
		if (this.intruder >= 0) {
			this.files.close(this.intruder);
		}
	}

	@Test
	void anotherHoldersGateIsNotReadBesideOurBeacon() throws IOException {
		try (OtherHolder holder = OtherHolder.of(LockType.CLAIM, this.directory)) {
			assertThat(read()).contains(Long.toString(holder.pid()));
			intrude();
			assertThat(read()).isEmpty();
		}
	}

	@Test
	void anotherHoldersGateIsNotReadBesideTheOriginalsBeacon() throws IOException {
		make();
		try (ForkedJvm original = original()) {
			assertThat(original.answer()).isEqualTo("held");
			intrude();
			assertThat(read()).isEmpty();
		}
	}

	@Test
	void whereTheTableShowsNothingAnotherHoldersGateIsToldByItsAge() throws IOException {
		make();
		try (ForkedJvm original = original()) {
			assertThat(original.answer()).isEqualTo("held");
			Files.setLastModifiedTime(announce(), FileTime.fromMillis(1_000_000));
			Files.setLastModifiedTime(this.gate, FileTime.fromMillis(1_000_000));
			assertThat(read(FaultyCalls.runtimeWithoutLockTable())).contains("original");
			intrude();
			assertThat(read(FaultyCalls.runtimeWithoutLockTable())).isEmpty();
		}
	}

	@Test
	void theOriginalIsReadAlsoBesideTheBeaconOfAnEarlierGate() throws IOException {
		Requirement.LOCK_TABLE.require();
		try (LockRuntime runtime = LockRuntime.builder().build();
				ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime)) {
			claims.claim("job", bytes("earlier")).tryAcquire().orElseThrow().close();
		}
		Path earlier = this.directory.resolve("earlier");
		Files.move(this.gate, earlier);
		Files.createFile(this.gate);
		try (ForkedJvm original = original()) {
			assertThat(original.answer()).isEqualTo("held");
			assertThat(read()).contains("original");
			// Not the age of the gate decides, but who has it locked.
			Files.setLastModifiedTime(announce(), FileTime.fromMillis(1_000_000));
			assertThat(read()).contains("original");
		}
	}

	private void make() throws IOException {
		Files.createFile(this.gate);
		Files.createFile(announce());
	}

	private ForkedJvm original() {
		return ForkedJvm.start(OriginalHolder.class, this.directory.toString(), "job");
	}

	private void intrude() throws IOException {
		Files.delete(this.gate);
		Files.write(this.gate, bytes("intruder"));
		this.intruder = this.files.open(NativePath.of(this.gate));
		assertThat(this.files.tryLock(this.intruder)).isZero();
	}

	private Path announce() {
		return this.directory.resolve("job.live.lock");
	}

	private Optional<String> read() {
		return read(LockRuntime.builder().build());
	}

	private Optional<String> read(LockRuntime runtime) {
		try (ClaimDirectory claims = ClaimDirectory.open(this.directory, runtime, TRANSITION)) {
			return claims.read("job").map((content) -> new String(content, StandardCharsets.UTF_8));
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
