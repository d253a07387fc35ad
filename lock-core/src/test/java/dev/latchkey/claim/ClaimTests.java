package dev.latchkey.claim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockKind;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
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
		try (OtherHolder other = OtherHolder.of(LockKind.CLAIM, this.directory)) {
			CompletableFuture<Claim> future = this.claims.acquireAsync("job", bytes(""), Duration.ofMinutes(1));
			Awaitility.await().until(() -> waiters() == 1);
			assertThat(future.cancel(true)).isTrue();
			Awaitility.await().until(() -> waiters() == 0);
			assertThat(other.isHolding()).isTrue();
		}
		Awaitility.await().until(() -> this.claims.state("job") == ClaimState.FREE);
		this.claims.acquire("job", bytes(""), Duration.ofMinutes(1)).close();
	}

	@Test
	void aFutureThatTimesOutEndsTheWaitToo() {
		try (OtherHolder other = OtherHolder.of(LockKind.CLAIM, this.directory)) {
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
