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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockState;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.Effort;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What claims promise between processes, beyond what every lock does.
 */
class ClaimProcessTests {

	private static final byte[] NOTHING = {};

	@TempDir
	Path directory;

	private final List<ForkedJvm> processes = new ArrayList<>();

	private final LockRuntime runtime = LockRuntime.builder().build();

	private ClaimDirectory claims;

	@BeforeEach
	void open() {
		this.claims = ClaimDirectory.open(this.directory, this.runtime);
	}

	@AfterEach
	void close() {
		this.processes.forEach(ForkedJvm::close);
		this.claims.close();
		this.runtime.close();
	}

	@Test
	void tenReadersSeeNeitherAMixNorADeadHolder() throws IOException {
		Path dead = Files.createFile(this.directory.resolve(ClaimWorker.DEAD));
		List<ForkedJvm> readers = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			readers.add(start("read", Effort.isThorough() ? "300" : "50"));
		}
		for (int kills = 0; kills < 10; kills++) {
			ForkedJvm holder = start("own");
			Awaitility.await().until(() -> this.claims.read(ClaimWorker.KEY).isPresent());
			holder.kill();
			Files.writeString(dead, holder.pid() + "\n", StandardOpenOption.APPEND);
		}
		start("own");
		for (ForkedJvm reader : readers) {
			assertThat(reader.answer()).isEqualTo("read");
		}
	}

	@Test
	void aTryThatFailsIsFollowedByAWinnerOrAFreeClaim() {
		List<ForkedJvm> triers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			triers.add(start("try", "3000"));
		}
		for (ForkedJvm trier : triers) {
			assertThat(trier.answer()).isEqualTo("tried");
		}
	}

	@Test
	void aPeerThatIsStoppedBetweenGateAndAnnounceIsAcquiringAndParksNobody() throws Exception {
		this.claims.claim(ClaimWorker.KEY, NOTHING).tryAcquire().orElseThrow().close();
		ForkedJvm peer = start("gate");
		assertThat(peer.answer()).isEqualTo("locked");
		peer.stop();
		assertThat(this.claims.claim(ClaimWorker.KEY).inspect().state()).isEqualTo(LockState.ACQUIRING);
		assertThat(this.claims.claim(ClaimWorker.KEY, NOTHING).tryAcquire()).isEmpty();
		assertThat(this.claims.read(ClaimWorker.KEY)).isEmpty();
		assertThat(this.claims.awaitHeld(ClaimWorker.KEY, Duration.ofMillis(1))).isFalse();
		assertThat(this.claims.list()).singleElement()
			.satisfies((listed) -> assertThat(listed.state()).isEqualTo(LockState.ACQUIRING));
		peer.resume();
		peer.kill();
		this.claims.claim(ClaimWorker.KEY, NOTHING).tryAcquire().orElseThrow().close();
	}

	@Test
	void aProberWhoLoopsMakesNoTryBusy() {
		this.claims.claim(ClaimWorker.KEY, NOTHING).tryAcquire().orElseThrow().close();
		start("probe");
		for (int i = 0; i < 100_000; i++) {
			this.claims.claim(ClaimWorker.KEY, NOTHING).tryAcquire().orElseThrow().close();
		}
	}

	@Test
	void aProcessThatRetakesTheClaimAtOnceStarvesNobody() throws Exception {
		start("retake");
		Path count = this.directory.resolve(ClaimWorker.COUNT);
		Awaitility.await().until(() -> Files.exists(count) && Files.size(count) == Long.BYTES);
		for (int i = 0; i < 20; i++) {
			long before = count(count);
			try (ClaimHold claim = this.claims.claim(ClaimWorker.KEY, NOTHING).acquire(Duration.ofMinutes(1))) {
				assertThat(count(count) - before).as("holds of the other while this one waited").isLessThan(20);
				claim.requireHeld();
			}
			Awaitility.await().until(() -> count(count) > before + 1);
		}
	}

	@Test
	void namesThatAreRemovedWhileHeldAreNoticedAtTheNextCheck() throws IOException {
		for (String name : List.of("job.lock", "job.live.lock")) {
			RecordingListener listener = new RecordingListener();
			LockRuntime runtime = LockRuntime.builder()
				.listeners(List.of(listener))
				.checkInterval(Duration.ofMillis(20))
				.build();
			try (ClaimDirectory watched = ClaimDirectory.open(this.directory, runtime);
					ClaimHold claim = watched.claim(ClaimWorker.KEY, NOTHING).tryAcquire().orElseThrow()) {
				Files.delete(this.directory.resolve(name));
				Awaitility.await().until(() -> !claim.isHeld());
			}
			assertThat(listener.events()).containsExactly("acquired", "lost");
		}
	}

	private static long count(Path file) throws IOException {
		return ByteBuffer.wrap(Files.readAllBytes(file)).getLong();
	}

	private ForkedJvm start(String what, String... more) {
		ForkedJvm process = ClaimWorker.start(what, this.directory, more);
		this.processes.add(process);
		return process;
	}

}
