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

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockFileException;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ClaimReaderTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	@TempDir
	Path directory;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final LockRuntime runtime = LockRuntime.builder().build();

	private ClaimDirectory claims;

	@BeforeEach
	void open() {
		this.claims = ClaimDirectory.open(this.directory, this.runtime);
	}

	@AfterEach
	void close() {
		this.threads.shutdownNow();
		this.claims.close();
		this.runtime.close();
	}

	@Test
	void theContentOfAHeldClaimIsRead() {
		assertThat(this.claims.read("port")).isEmpty();
		try (ClaimHold claim = acquire("8080")) {
			assertThat(read()).contains("8080");
			assertThat(claim.isHeld()).isTrue();
		}
		assertThat(read()).isEmpty();
		assertThat(this.directory.resolve("port.lock")).hasContent("8080");
	}

	@Test
	@Timeout(60)
	void contentThatIsTooLongIsNotRead() throws Exception {
		try (ClaimHold claim = acquire("8080");
				RandomAccessFile gate = new RandomAccessFile(claim.id().path().toFile(), "rw")) {
			gate.setLength(3L << 30);
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> this.claims.read("port"))
				.withMessageContaining(claim.id().path().toString())
				.withMessageContaining("has more than 16777216 bytes");
			byte[] tooLong = new byte[ClaimDirectory.LONGEST_CONTENT + 1];
			assertThatIllegalArgumentException().isThrownBy(() -> claim.updateContent(tooLong))
				.withMessageContaining("at most 16777216 bytes");
			assertThatIllegalArgumentException().isThrownBy(() -> this.claims.claim("other", tooLong).tryAcquire());
		}
	}

	@Test
	void theContentOfADeadHolderIsNotRead() {
		try (ForkedJvm holder = LockWorker.start(LockType.CLAIM, this.directory)) {
			assertThat(holder.ask("try")).startsWith("held");
			assertThat(this.claims.read("job")).map(ClaimReaderTests::text).contains(Long.toString(holder.pid()));
			holder.kill();
		}
		assertThat(this.claims.read("job")).isEmpty();
	}

	@Test
	void contentIsNeverMixedAndReadersGetOn() throws Exception {
		AtomicBoolean enough = new AtomicBoolean();
		Future<Integer> holder = this.threads.submit(() -> {
			int holds = 0;
			while (!enough.get()) {
				try (ClaimHold claim = acquire(pattern(holds++))) {
					claim.requireHeld();
				}
			}
			return holds;
		});
		Future<Integer> loser = this.threads.submit(() -> {
			int tries = 0;
			try (LockRuntime runtime = LockRuntime.builder().build();
					ClaimDirectory other = ClaimDirectory.open(this.directory, runtime)) {
				while (!enough.get()) {
					other.claim("port", bytes("loser")).tryAcquire().ifPresent(ClaimHold::close);
					tries++;
				}
			}
			return tries;
		});
		int certified = 0;
		while (certified < 500) {
			Optional<String> content = read();
			if (content.isPresent() && !content.get().equals("loser")) {
				assertThat(content.get()).matches("(\\d+;)\\1{0,99}");
				certified++;
			}
		}
		enough.set(true);
		assertThat(holder.get(1, TimeUnit.MINUTES)).isPositive();
		assertThat(loser.get(1, TimeUnit.MINUTES)).isPositive();
	}

	@Test
	void aWaiterWakesWhenTheClaimIsHeld() throws Exception {
		assertThat(this.claims.awaitHeld("port", Duration.ofMillis(1))).isFalse();
		Future<Boolean> waiter = submit(() -> this.claims.awaitHeld("port", LONG));
		try (ClaimHold claim = acquire("8080")) {
			assertThat(waiter.get(1, TimeUnit.MINUTES)).isTrue();
			assertThat(claim.isHeld()).isTrue();
		}
	}

	@Test
	void aWaiterWakesOnTheContentThatItWants() throws Exception {
		Future<Optional<byte[]>> waiter = submit(
				() -> this.claims.awaitContent("port", (content) -> text(content).equals("9090"), LONG));
		acquire("8080").close();
		assertThat(waiter).isNotDone();
		try (ClaimHold claim = acquire("9090")) {
			assertThat(waiter.get(1, TimeUnit.MINUTES)).map(ClaimReaderTests::text).contains("9090");
			assertThat(claim.isHeld()).isTrue();
		}
		assertThat(this.claims.awaitContent("port", (content) -> true, Duration.ofMillis(1))).isEmpty();
	}

	@Test
	void aWaiterWakesWhenTheClaimIsReleased() throws Exception {
		assertThat(this.claims.awaitReleased("port", Duration.ZERO)).isTrue();
		ClaimHold claim = acquire("8080");
		assertThat(this.claims.awaitReleased("port", Duration.ofMillis(1))).isFalse();
		Future<Boolean> waiter = submit(() -> this.claims.awaitReleased("port", LONG));
		claim.close();
		assertThat(waiter.get(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void aHolderWhoChangesTheContentHasNotReleased() throws Exception {
		try (ClaimHold claim = acquire("0")) {
			Future<Boolean> waiter = submit(() -> this.claims.awaitReleased("port", Duration.ofMillis(300)));
			int number = 0;
			while (!waiter.isDone()) {
				claim.updateContent(bytes(Integer.toString(number++)));
			}
			assertThat(waiter.get()).isFalse();
		}
	}

	@Test
	void aWaitEndsInTimeAlsoBesideAPeerBetweenFreeAndHeld() throws Exception {
		this.claims.claim(ClaimWorker.KEY, bytes("")).acquire().close();
		try (ForkedJvm peer = ClaimWorker.start("gate", this.directory)) {
			assertThat(peer.answer()).isEqualTo("locked");
			ClaimDirectory patient = ClaimDirectory.open(this.directory, LockRuntime.builder().build(),
					Duration.ofHours(1));
			assertThat(patient.claim(ClaimWorker.KEY).inspect().state()).isEqualTo(LockState.ACQUIRING);
			assertThat(patient.awaitContent(ClaimWorker.KEY, (content) -> true, Duration.ofMillis(10))).isEmpty();
			assertThat(patient.awaitHeld(ClaimWorker.KEY, Duration.ofMillis(10))).isFalse();
			Thread waiter = new Thread(() -> waitForContent(patient));
			waiter.start();
			waiter.interrupt();
			waiter.join(LONG.toMillis());
			assertThat(waiter.isAlive()).isFalse();
			patient.close();
		}
	}

	private static void waitForContent(ClaimDirectory claims) {
		assertThatExceptionOfType(InterruptedException.class).isThrownBy(
				() -> claims.awaitContent(ClaimWorker.KEY, (content) -> true, Deadline.INDEFINITE).orElseThrow());
	}

	@Test
	void aWaiterWakesWhenTheHolderIsKilled() throws Exception {
		try (ForkedJvm holder = LockWorker.start(LockType.CLAIM, this.directory)) {
			assertThat(holder.ask("try")).startsWith("held");
			Future<Boolean> waiter = submit(() -> this.claims.awaitReleased("job", LONG));
			holder.kill();
			assertThat(waiter.get(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void waitersWakeOnTheOriginalsBeacon() throws Exception {
		Requirement.FILE_EVENTS.require();
		acquire("").close();
		Future<Boolean> waiter = submit(() -> this.claims.awaitHeld("port", LONG));
		try (ForkedJvm original = ForkedJvm.start(OriginalHolder.class, this.directory.toString(), "port")) {
			assertThat(original.answer()).isEqualTo("held");
			assertThat(waiter.get(1, TimeUnit.MINUTES)).isTrue();
			assertThat(read()).contains("original");
		}
	}

	@Test
	void withoutWatchesReadersPollAndAreJustAsCertain() throws Exception {
		RecordingListener listener = new RecordingListener();
		ClaimDirectory polling = ClaimDirectory.open(this.directory, FaultyCalls.runtimeWithoutWatches(listener));
		Future<Boolean> waiter = submit(() -> polling.awaitHeld("port", LONG));
		Awaitility.await().until(() -> listener.events().contains("polling"));
		try (ClaimHold claim = acquire(pattern(0))) {
			assertThat(waiter.get(1, TimeUnit.MINUTES)).isTrue();
			AtomicBoolean enough = new AtomicBoolean();
			Future<Integer> updates = submit(() -> {
				int number = 0;
				while (!enough.get()) {
					claim.updateContent(bytes(pattern(++number)));
				}
				return number;
			});
			for (int i = 0; i < 300; i++) {
				assertThat(polling.read("port").map(ClaimReaderTests::text))
					.hasValueSatisfying((content) -> assertThat(content).matches("(\\d+;)\\1{0,99}"));
			}
			enough.set(true);
			assertThat(updates.get(1, TimeUnit.MINUTES)).isPositive();
		}
		assertThat(listener.events()).containsOnly("polling").hasSize(1);
		polling.close();
	}

	@Test
	void manyReadsLeaveNothingOpen() throws Exception {
		try (ClaimHold claim = acquire("8080")) {
			for (int i = 0; i < 50; i++) {
				assertThat(read()).contains("8080");
			}
			assertThat(claim.isHeld()).isTrue();
		}
		this.claims.close();
		try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors) {
				boolean ours = Files.isSymbolicLink(descriptor)
						&& Files.readSymbolicLink(descriptor).startsWith(this.directory);
				assertThat(ours).isFalse();
			}
		}
	}

	private static String pattern(int number) {
		return (number + ";").repeat(1 + number % 100);
	}

	private <T> Future<T> submit(Callable<T> task) {
		return this.threads.submit(task);
	}

	private Optional<String> read() {
		return this.claims.read("port").map(ClaimReaderTests::text);
	}

	private ClaimHold acquire(String content) {
		try {
			return this.claims.claim("port", bytes(content)).acquire(LONG);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
