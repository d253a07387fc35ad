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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CooldownHoldTests {

	private static final Instant PAST = Instant.parse("2026-11-20T09:07:23.123456Z");

	private static final Instant FUTURE = Instant.parse("2226-11-20T09:07:23.123456Z");

	@TempDir
	Path directory;

	private final RecordingListener listener = new RecordingListener();

	private final HeldFileLocks locks = new HeldFileLocks(
			LockRuntime.builder().listeners(List.of(this.listener)).build(), LockOptions.defaults());

	private final LockRuntime otherRuntime = LockRuntime.builder().build();

	private final HeldFileLocks others = new HeldFileLocks(this.otherRuntime, LockOptions.defaults());

	@AfterEach
	void close() {
		this.locks.close();
		this.others.close();
		this.otherRuntime.close();
	}

	@Test
	void theTimeIsBesideTheCounter() throws IOException {
		CooldownHold hold = this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow();
		assertThat(numbers()).containsExactly(hold.fencingToken(), 1_795_165_643_123_456L);
		hold.changeCooldown(FUTURE);
		assertThat(numbers()).containsExactly(hold.fencingToken(), 8_106_512_843_123_456L);
		hold.close();
		assertThat(numbers()).containsExactly(hold.fencingToken(), 8_106_512_843_123_456L);
	}

	@Test
	void itIsTooEarlyUntilTheTimeHasCome() {
		this.locks.lock(job()).withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		assertThat(this.others.lock(job()).withCooldown(PAST).tryAcquire()).isEmpty();
		assertThat(this.locks.lock(job()).withCooldown(PAST).tryAcquire()).isEmpty();
		assertThat(this.others.lock(job()).inspect().state()).isEqualTo(LockState.FREE);
	}

	@Test
	void aTimeThatHasComeKeepsNobodyAway() {
		this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow().close();
		CooldownHold hold = this.others.lock(job()).withCooldown(FUTURE).tryAcquire().orElseThrow();
		hold.changeCooldown(PAST);
		hold.close();
		this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow().close();
	}

	@Test
	void whileTheLockIsHeldItIsBusyWhateverTheTime() {
		try (CooldownHold hold = this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow()) {
			assertThat(this.others.lock(job()).withCooldown(PAST).tryAcquire()).isEmpty();
			assertThat(this.others.lock(job()).tryAcquire()).isEmpty();
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void otherAcquisitionsNeitherHeedNorChangeTheTime() throws Exception {
		this.locks.lock(job()).withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		long token;
		try (LockHold hold = this.others.lock(job()).tryAcquire().orElseThrow()) {
			token = hold.fencingToken();
		}
		try (LockHold hold = this.others.lock(job()).acquire()) {
			assertThat(numbers()).containsExactly(hold.fencingToken(), 8_106_512_843_123_456L);
			assertThat(hold.fencingToken()).isGreaterThan(token);
		}
		assertThat(this.others.lock(job()).withCooldown(PAST).tryAcquire()).isEmpty();
	}

	@Test
	void aLockThatWasNeverPacedHasNoTime() throws IOException {
		this.others.lock(job()).tryAcquire().orElseThrow().close();
		assertThat(token()).hasSize(Long.BYTES);
		this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow().close();
		assertThat(token()).hasSize(2 * Long.BYTES);
	}

	@Test
	void aTokenFileThatWasCutHasNoTime() throws IOException {
		this.locks.lock(job()).withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		Files.write(token(), new byte[] { 1, 2, 3, 4, 5, 6, 7, 0, 9 });
		this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow().close();
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, 0x7f00_0000_0000_0000L, 32_503_680_000_000_001L, -1, Long.MIN_VALUE })
	void aTimeThatNobodyCanHaveAskedForKeepsNobodyAway(long garbage) throws IOException {
		this.locks.lock(job()).withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		long counter = numbers().get(0);
		Files.write(token(),
				ByteBuffer.allocate(2 * Long.BYTES)
					.order(ByteOrder.LITTLE_ENDIAN)
					.putLong(counter)
					.putLong(garbage)
					.array());
		this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow().close();
	}

	@Test
	void aTimeThatIsTooFarAwayIsTheLastThatCounts() {
		this.locks.lock(job()).withCooldown(Instant.MAX).tryAcquire().orElseThrow().close();
		assertThat(this.others.lock(job()).withCooldown(PAST).tryAcquire()).isEmpty();
	}

	@Test
	void aTimeoutTellsUntilWhenTheLockIsLeftAlone() {
		this.locks.lock(job()).withCooldown(FUTURE).tryAcquire().orElseThrow().close();
		assertThatExceptionOfType(LockTimeoutException.class)
			.isThrownBy(() -> this.others.lock(job()).withCooldown(PAST).acquire(Duration.ZERO))
			.withMessageContaining("until " + FUTURE);
	}

	@Test
	void tokensNeverGoBackAtTheLastOneThatCounts() throws IOException {
		Files.write(token(),
				ByteBuffer.allocate(Long.BYTES)
					.order(ByteOrder.LITTLE_ENDIAN)
					.putLong(32_503_679_999_999_999L)
					.array());
		try (LockHold hold = this.locks.lock(job()).tryAcquire().orElseThrow()) {
			assertThat(hold.fencingToken()).isEqualTo(32_503_680_000_000_000L);
		}
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.locks.lock(job()).tryAcquire())
				.withMessageContaining(token().toString());
			assertThat(job()).doesNotExist();
		}
	}

	@Test
	void whoHasLostTheLockChangesNoTime() throws IOException {
		CooldownHold hold = this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow();
		Files.delete(job());
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> hold.changeCooldown(FUTURE));
		assertThat(numbers()).containsExactly(hold.fencingToken(), 1_795_165_643_123_456L);
		hold.close();
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
	}

	@Test
	void whatIsForfeitedIsReportedLostAndFree() {
		CooldownHold hold = this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow();
		hold.expire("it took too long");
		assertThat(hold.isHeld()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
			.withMessageContaining("given up");
		assertThat(job()).doesNotExist();
		CooldownHold next = this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow();
		hold.expire("again");
		hold.close();
		next.requireHeld();
		next.close();
		assertThat(this.listener.events()).containsExactly("acquired", "lost", "acquired", "released");
	}

	@Test
	void aLostLockThatIsForfeitedIsReportedOnce() throws IOException {
		CooldownHold hold = this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow();
		Files.delete(job());
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
		assertThat(this.locks.lock(job()).withCooldown(PAST).tryAcquire()).as("within this JVM it is still in use")
			.isEmpty();
		hold.expire("it took too long");
		this.locks.lock(job()).withCooldown(PAST).tryAcquire().orElseThrow().close();
		hold.close();
		assertThat(this.listener.events()).containsExactly("acquired", "lost", "acquired", "released");
	}

	private List<Long> numbers() throws IOException {
		ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(token())).order(ByteOrder.LITTLE_ENDIAN);
		assertThat(bytes.capacity()).isEqualTo(2 * Long.BYTES);
		return List.of(bytes.getLong(), bytes.getLong());
	}

	private Path job() {
		return this.directory.resolve("job.held");
	}

	private Path token() {
		return this.directory.resolve("job.held.token");
	}

}
