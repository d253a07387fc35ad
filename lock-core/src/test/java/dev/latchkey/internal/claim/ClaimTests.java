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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockLostException;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClaimTests {

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	private ClaimDirectory claims;

	@BeforeEach
	void open() {
		this.claims = ClaimDirectory.open(this.directory, this.runtime);
	}

	@AfterEach
	void close() {
		this.claims.close();
		this.runtime.close();
	}

	@Test
	void contentCanBeChangedWhileTheClaimIsHeld() {
		try (ClaimHold claim = acquire("a first content")) {
			long token = claim.fencingToken();
			claim.updateContent(bytes("second"));
			assertThat(read()).contains("second");
			assertThat(claim.content()).isEqualTo(bytes("second"));
			assertThat(claim.fencingToken()).isEqualTo(token);
			assertThat(this.claims.claim("job").inspect().state()).isEqualTo(LockState.HELD);
			assertThat(this.claims.claim("job", bytes("other")).tryAcquire()).isEmpty();
		}
		assertThat(read()).isEmpty();
		try (ClaimHold next = acquire("")) {
			assertThat(next.isHeld()).isTrue();
		}
	}

	@Test
	void readersOfChangingContentSeeTheOldOrTheNewAndNeverAMix() throws Exception {
		try (ClaimHold claim = acquire("0;")) {
			AtomicBoolean enough = new AtomicBoolean();
			CompletableFuture<Integer> updates = CompletableFuture.supplyAsync(() -> {
				int number = 0;
				while (!enough.get()) {
					number++;
					claim.updateContent(bytes((number + ";").repeat(1 + number % 100)));
				}
				return number;
			});
			for (int i = 0; i < 500; i++) {
				assertThat(read()).hasValueSatisfying((content) -> assertThat(content).matches("(\\d+;)\\1{0,99}"));
			}
			enough.set(true);
			assertThat(updates.get(1, TimeUnit.MINUTES)).isPositive();
			claim.requireHeld();
		}
	}

	@Test
	void contentOfALostClaimCannotBeChanged() throws IOException {
		ClaimHold claim = acquire("first");
		Files.delete(this.directory.resolve("job.lock"));
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> claim.updateContent(bytes("second")));
		claim.close();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> claim.updateContent(bytes("third")));
	}

	@Test
	void aClaimIsAcquiredAsynchronously() throws Exception {
		ClaimHold claim = this.claims.claim("job", bytes(""))
			.acquireAsync(Duration.ofMinutes(1))
			.get(1, TimeUnit.MINUTES);
		claim.requireHeld();
		assertThat(this.claims.claim("job", bytes("")).acquireAsync(Duration.ofMillis(20)))
			.failsWithin(1, TimeUnit.MINUTES)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LockTimeoutException.class);
		claim.close();
	}

	@Test
	void cancellingEndsTheWaitAndNothingIsHeldAfterwards() throws Exception {
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			CompletableFuture<ClaimHold> future = this.claims.claim("job", bytes(""))
				.acquireAsync(Duration.ofMinutes(1));
			Awaitility.await().until(() -> waiters() == 1);
			assertThat(future.cancel(true)).isTrue();
			assertThat(waiters()).isZero();
			assertThat(other.isHolding()).isTrue();
		}
		assertThat(this.claims.claim("job").inspect().state()).isEqualTo(LockState.FREE);
		this.claims.claim("job", bytes("")).acquire(Duration.ofMinutes(1)).close();
	}

	@Test
	void whatCouldBeCancelledIsNeverHeld() throws Exception {
		RecordingListener listener = new RecordingListener();
		LockRuntime runtime = LockRuntime.builder().listeners(List.of(listener)).build();
		try (ClaimDirectory listened = ClaimDirectory.open(this.directory, runtime)) {
			int cancelled = 0;
			int acquired = 0;
			for (int i = 0; i < 2_000; i++) {
				ClaimHold before = acquire("before");
				CompletableFuture<ClaimHold> future = listened.claim("job", bytes("after")).acquireAsync();
				before.close();
				if (future.cancel(true)) {
					cancelled++;
					assertThat(this.claims.claim("job", bytes("")).tryAcquire()).hasValueSatisfying(ClaimHold::close);
				}
				else {
					acquired++;
					future.get().close();
				}
			}
			assertThat(listener.events().stream().filter("acquired"::equals)).hasSize(acquired);
			assertThat(cancelled).isPositive();
		}
	}

	@Test
	void aFutureThatTimesOutEndsTheWaitToo() {
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			CompletableFuture<ClaimHold> future = this.claims.claim("job", bytes(""))
				.acquireAsync()
				.orTimeout(1, TimeUnit.SECONDS);
			assertThat(future).failsWithin(1, TimeUnit.MINUTES);
			Awaitility.await().until(() -> waiters() == 0);
			assertThat(other.isHolding()).isTrue();
		}
	}

	private int waiters() {
		return LockTableView.waiters(this.directory.resolve("job.lock"));
	}

	private ClaimHold acquire(String content) {
		return this.claims.claim("job", bytes(content)).tryAcquire().orElseThrow();
	}

	private Optional<String> read() {
		return this.claims.read("job").map((content) -> new String(content, StandardCharsets.UTF_8));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
