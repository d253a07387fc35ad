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
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ClaimTests {

	@TempDir
	Path directory;

	private ClaimDirectory claims;

	@BeforeEach
	void open() {
		this.claims = ClaimDirectory.open(this.directory);
	}

	@AfterEach
	void close() {
		this.claims.close();
	}

	@Test
	void contentCanBeChangedWhileTheClaimIsHeld() {
		try (Claim claim = acquire("a first content")) {
			long token = claim.fencingToken();
			claim.updateContent(bytes("second"));
			assertThat(read()).contains("second");
			assertThat(claim.content()).isEqualTo(bytes("second"));
			assertThat(claim.fencingToken()).isEqualTo(token);
			assertThat(this.claims.state("job")).isEqualTo(ClaimState.HELD);
			assertThat(this.claims.tryAcquire("job", bytes("other"))).isEmpty();
		}
		assertThat(read()).isEmpty();
		try (Claim next = acquire("")) {
			assertThat(next.isHeld()).isTrue();
		}
	}

	@Test
	void readersOfChangingContentSeeTheOldOrTheNewAndNeverAMix() throws Exception {
		try (Claim claim = acquire("0;")) {
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
		Claim claim = acquire("first");
		Files.delete(this.directory.resolve("job.lock"));
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> claim.updateContent(bytes("second")));
		claim.release();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> claim.updateContent(bytes("third")));
	}

	@Test
	void aClaimIsAcquiredAsynchronously() throws Exception {
		Claim claim = this.claims.acquireAsync("job", bytes(""), Duration.ofMinutes(1)).get(1, TimeUnit.MINUTES);
		claim.requireHeld();
		assertThat(this.claims.acquireAsync("job", bytes(""), Duration.ofMillis(20))).failsWithin(1, TimeUnit.MINUTES)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LockTimeoutException.class);
		claim.release();
	}

	@Test
	void cancellingEndsTheWaitAndNothingIsHeldAfterwards() throws Exception {
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			CompletableFuture<Claim> future = this.claims.acquireAsync("job", bytes(""), Duration.ofMinutes(1));
			Awaitility.await().until(() -> waiters() == 1);
			assertThat(future.cancel(true)).isTrue();
			assertThat(waiters()).isZero();
			assertThat(other.isHolding()).isTrue();
		}
		assertThat(this.claims.state("job")).isEqualTo(ClaimState.FREE);
		this.claims.acquire("job", bytes(""), Duration.ofMinutes(1)).close();
	}

	@Test
	void whatCouldBeCancelledIsNeverHeld() throws Exception {
		RecordingListener listener = new RecordingListener();
		LockRuntime runtime = LockRuntime.builder().listeners(List.of(listener)).build();
		try (ClaimDirectory listened = ClaimDirectory.open(this.directory, runtime)) {
			int cancelled = 0;
			int acquired = 0;
			for (int i = 0; i < 2_000; i++) {
				Claim before = acquire("before");
				CompletableFuture<Claim> future = listened.acquireAsync("job", bytes("after"));
				before.close();
				if (future.cancel(true)) {
					cancelled++;
					assertThat(this.claims.tryAcquire("job", bytes(""))).hasValueSatisfying(Claim::close);
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
			CompletableFuture<Claim> future = this.claims.acquireAsync("job", bytes("")).orTimeout(1, TimeUnit.SECONDS);
			assertThat(future).failsWithin(1, TimeUnit.MINUTES);
			Awaitility.await().until(() -> waiters() == 0);
			assertThat(other.isHolding()).isTrue();
		}
	}

	private int waiters() {
		return LockTableView.waiters(this.directory.resolve("job.lock"));
	}

	private Claim acquire(String content) {
		return this.claims.tryAcquire("job", bytes(content)).orElseThrow();
	}

	private Optional<String> read() {
		return this.claims.read("job").map((content) -> new String(content, StandardCharsets.UTF_8));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
