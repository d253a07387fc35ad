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

package dev.latchkey.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockState;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;

import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class LockTemplateTests {

	private static final LockRequest REQUEST = LockRequest.of("catalog").waitTime(Duration.ofMillis(20));

	private final ActiveLocks activeLocks = new ActiveLocks();

	@SuppressWarnings("NullAway.Init")
	private NamedLocks locks;

	@SuppressWarnings("NullAway.Init")
	private LockTemplate template;

	@SuppressWarnings("NullAway.Init")
	private Path file;

	@BeforeEach
	void create(@TempDir Path directory) {
		LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.activeLocks)).build();
		this.locks = new NamedLocks(runtime, directory.resolve("locks"), LockOptions.defaults());
		this.file = this.locks.lock("catalog").id().path();
		this.template = new LockTemplate(
				new LockExecutor(new FileLockBackend(TestParts.latchkey(runtime, this.locks), LockOptions.defaults()),
						() -> new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME),
						Duration.ofSeconds(30), WhenBusy.THROW, ReleaseAfter.TRANSACTION, LockAdmission.ALWAYS));
	}

	@Test
	void theBodyRunsUnderTheLock() {
		String result = this.template.execute(REQUEST, () -> {
			assertThat(this.file).is(locked());
			assertThat(LockContext.current()).get().extracting((hold) -> hold.id().path()).isEqualTo(this.file);
			return "done";
		});
		assertThat(result).isEqualTo("done");
		assertThat(this.file).isNot(locked());
		assertThat(LockContext.current()).isEmpty();
	}

	@Test
	void aSectionJoinsTheHoldOfTheSameFileByAnotherPath() throws IOException {
		Path directory = this.file.resolveSibling("..").normalize();
		Path link = Files.createSymbolicLink(Path.of(directory + "-link"), directory);
		Path file = this.file.resolveSibling("my.lock");
		Path sameFile = link.resolve(directory.relativize(file));
		String result = this.template.execute(LockRequest.ofFile(file), () -> {
			LockHold outer = LockContext.current().orElseThrow();
			return this.template.execute(LockRequest.ofFile(sameFile).waitTime(Duration.ofMillis(20)), () -> {
				assertThat(LockContext.current()).get()
					.extracting(LockHold::fencingToken)
					.isEqualTo(outer.fencingToken());
				return "done";
			});
		});
		assertThat(result).isEqualTo("done");
		assertThat(file).doesNotExist();
		Files.delete(link);
	}

	@Test
	void whatTheBodyThrowsIsPassedOnAndTheLockReleased() {
		IOException failure = new IOException("on purpose");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.template.executeWithoutResult(REQUEST, () -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.file).isNot(locked());
		assertThat(LockContext.current()).isEmpty();
	}

	@Test
	void theSameLockIsJoined() {
		this.template.executeWithoutResult(REQUEST, () -> {
			LockHold outer = LockContext.current().orElseThrow();
			this.template.executeWithoutResult(LockRequest.of("other"), () -> this.template
				.executeWithoutResult(REQUEST, () -> assertThat(LockContext.current()).containsSame(outer)));
			assertThat(LockContext.current()).containsSame(outer);
			assertThat(outer.isHeld()).isTrue();
		});
		assertThat(this.file).isNot(locked());
	}

	@Test
	void aLostLockIsNotJoinedAndEndsTheCall() {
		assertThatExceptionOfType(LockLostException.class)
			.isThrownBy(() -> this.template.executeWithoutResult(REQUEST, () -> {
				Files.delete(this.file);
				LockHold hold = LockContext.current().orElseThrow();
				assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
				assertThatExceptionOfType(LockLostException.class)
					.isThrownBy(() -> this.template.executeWithoutResult(REQUEST, this::mustNotRun));
			}));
		assertThat(LockContext.current()).isEmpty();
		assertThat(this.template.executeWithoutResult(REQUEST, () -> {
		})).as("acquired afresh").isTrue();
	}

	@Test
	void aLossThatNobodyHasNoticedEndsTheCall() {
		assertThatExceptionOfType(LockLostException.class)
			.isThrownBy(() -> this.template.execute(REQUEST, () -> Files.deleteIfExists(this.file)))
			.withMessageContaining(this.file.toString());
	}

	@Test
	void aLossIsAddedToWhatTheBodyThrows() {
		IOException failure = new IOException("on purpose");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.template.executeWithoutResult(REQUEST, () -> {
				Files.delete(this.file);
				throw failure;
			}))
			.isSameAs(failure)
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement().isInstanceOf(LockLostException.class));
	}

	@Test
	void aBusyLockFallsBack() throws Exception {
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			assertThat(this.template.<String, RuntimeException>execute(REQUEST, () -> "locked", () -> "fallback"))
				.isEqualTo("fallback");
			assertThat(other.isHeld()).isTrue();
		}
		assertThat(this.template.<String, RuntimeException>execute(REQUEST, () -> "locked", () -> "fallback"))
			.isEqualTo("locked");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.execute(REQUEST.whenBusy(WhenBusy.FALLBACK), () -> "locked"))
			.withMessageContaining("third argument");
	}

	@Test
	void aFileOfYourOwnIsLocked(@TempDir Path elsewhere) {
		Path file = elsewhere.resolve("my.lock");
		this.template.executeWithoutResult(LockRequest.ofFile(file), () -> assertThat(file).exists());
		assertThat(file).doesNotExist();
	}

	@Test
	void aPackIsLockedAndNeverJoined(@TempDir Path pack) {
		LockRequest request = LockRequest.ofPack(pack);
		this.template.executeWithoutResult(request, () -> {
			assertThat(LockContext.current()).get().extracting((hold) -> hold.id().type()).isEqualTo(LockType.PACK);
			assertThatExceptionOfType(LockReentryException.class)
				.isThrownBy(() -> this.template.executeWithoutResult(request, this::mustNotRun));
			assertThat(this.template.executeAsync(request, () -> new CompletableFuture<>())).isCompletedExceptionally()
				.failsWithin(Duration.ZERO)
				.withThrowableThat()
				.withCauseInstanceOf(LockReentryException.class);
		});
	}

	@Test
	void aLockCanHaveTimesOfItsOwnAndStandOnATier() {
		LockRequest request = REQUEST.options(LockOptions.ofStaleAfter(Duration.ofMinutes(1))).tier(LockTier.BACKEND);
		this.template.executeWithoutResult(request, () -> {
			assertThat(this.file).is(locked());
			assertThat(this.template.executeWithoutResult(REQUEST, () -> {
			})).as("joined").isTrue();
		});
		assertThat(this.file).isNot(locked());
	}

	@Test
	void anotherKeyIsAnotherLock() {
		this.template.executeWithoutResult(REQUEST.key("1"), () -> {
			LockHold outer = LockContext.current().orElseThrow();
			this.template.executeWithoutResult(REQUEST.key("2"),
					() -> assertThat(LockContext.current()).get().isNotSameAs(outer));
		});
	}

	@Test
	void aBusyLockThrowsAfterTheWaitTimeAndNamesTheHolder() throws Exception {
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> this.template.executeWithoutResult(REQUEST, this::mustNotRun))
				.satisfies((ex) -> assertThat(ex.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(20)))
				.withMessageContaining(this.file.toString())
				.withMessageContaining("pid " + other.holder().pid());
		}
	}

	@Test
	void zeroTriesOnce() throws Exception {
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> this.template.executeWithoutResult(REQUEST.waitTime(Duration.ZERO), this::mustNotRun))
				.satisfies((ex) -> assertThat(ex.holders().get(0).pid()).isEqualTo(other.holder().pid()));
		}
		assertThat(this.template.executeWithoutResult(REQUEST.waitTime(Duration.ZERO), () -> {
		})).isTrue();
	}

	@Test
	void skipRunsNothing() throws Exception {
		LockRequest skipping = REQUEST.whenBusy(WhenBusy.SKIP);
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			assertThat(this.template.executeWithoutResult(skipping, this::mustNotRun)).isFalse();
			assertThat(this.template.<String, RuntimeException>execute(skipping, () -> {
				throw new AssertionError("must not run");
			})).isNull();
			assertThat(other.isHeld()).isTrue();
		}
	}

	@Test
	void runUnlockedHasNoHoldEvenWithinAnother() throws Exception {
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			this.template.executeWithoutResult(LockRequest.of("outer"), () -> {
				LockHold outer = LockContext.current().orElseThrow();
				boolean ran = this.template.executeWithoutResult(REQUEST.whenBusy(WhenBusy.RUN_UNLOCKED),
						() -> assertThat(LockContext.current()).isEmpty());
				assertThat(ran).isTrue();
				assertThat(LockContext.current()).containsSame(outer);
			});
			assertThat(other.isHeld()).isTrue();
		}
	}

	@Test
	void anInterruptEndsTheWaitAndKeepsTheFlag() throws Exception {
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			FutureTask<Boolean> waiter = new FutureTask<>(() -> {
				assertThatExceptionOfType(LockInterruptedException.class)
					.isThrownBy(() -> this.template.executeWithoutResult(LockRequest.of("catalog"), this::mustNotRun))
					.withMessageContaining("catalog")
					.withCauseInstanceOf(InterruptedException.class);
				return Thread.interrupted();
			});
			Thread thread = new Thread(waiter, "waiter");
			thread.start();
			await().until(() -> this.activeLocks.waits().size() == 1);
			thread.interrupt();
			assertThat(waiter.get()).as("the interrupt flag").isTrue();
			assertThat(this.activeLocks.waits()).isEmpty();
			assertThat(other.isHeld()).isTrue();
		}
	}

	@Test
	void aNegativeWaitIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> REQUEST.waitTime(Duration.ofMillis(-1)))
			.withMessageContaining("PT-0.001S");
	}

	@Test
	void anInspectionFindsTheHolderAndChangesNothing() throws Exception {
		assertThat(this.template.inspect(REQUEST).state()).isEqualTo(LockState.FREE);
		assertThat(this.template.isHeld(REQUEST)).isFalse();
		assertThat(this.file).as("looked at only").doesNotExist();
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			LockInspection found = this.template.inspect(REQUEST.whenBusy(WhenBusy.SKIP));
			assertThat(found.state()).isEqualTo(LockState.HELD);
			assertThat(found.id()).isEqualTo(other.id());
			assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(other.holder().pid());
			assertThat(found.fencingToken()).isEqualTo(other.fencingToken());
			assertThat(this.template.isHeld(REQUEST)).isTrue();
			assertThat(this.template.isHeld(REQUEST.key("1"))).as("another lock").isFalse();
			assertThat(other.isHeld()).isTrue();
		}
		assertThat(this.template.isHeld(REQUEST)).isFalse();
	}

	@Test
	void aCallerFindsItsOwnLocksHeld(@TempDir Path pack) {
		LockRequest file = LockRequest.ofFile(pack.resolve("my.lock"));
		LockRequest whole = LockRequest.ofPack(pack);
		assertThat(this.template.inspect(file).state()).isEqualTo(LockState.FREE);
		assertThat(this.template.inspect(whole).state()).isEqualTo(LockState.FREE);
		this.template.executeWithoutResult(file, () -> this.template.executeWithoutResult(whole, () -> {
			assertThat(this.template.isHeld(file)).isTrue();
			assertThat(this.template.inspect(whole).id().type()).isEqualTo(LockType.PACK);
			assertThat(this.template.isHeld(whole)).isTrue();
		}));
	}

	@Test
	void aLockWithALeastTimeIsFreeOnceItIsReleased() {
		LockRequest request = LockRequest.of("nightly").lockAtLeastFor(Duration.ofHours(1));
		this.template.executeWithoutResult(request, () -> assertThat(this.template.isHeld(request)).isTrue());
		assertThat(this.template.isHeld(request)).isFalse();
	}

	@Test
	void onlyNamesHaveKeys() {
		assertThatIllegalStateException().isThrownBy(() -> LockRequest.ofFile(this.file).key("7"));
	}

	private void mustNotRun() {
		assertThat(this.file).as("this code must not run").isNull();
	}

}
