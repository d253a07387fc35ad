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

package dev.latchkey.spring.springintegration;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.order.Enforcement;
import dev.latchkey.order.LockTiers;
import dev.latchkey.spring.LockBackendException;
import dev.latchkey.spring.LockName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Locks in a database, as two processes see them that each have a registry of their own.
 */
@Timeout(60)
class LockRegistryBackendTests {

	private static final LockName NAME = new LockName("orders", "4/2");

	private static final Duration LONG = Duration.ofSeconds(30);

	/** Lost soon when it is not renewed. */
	private static final LockOptions SHORT = LockOptions.ofStaleAfter(Duration.ofMillis(600));

	private final LockTable table = new LockTable();

	private final RecordingListener listener = new RecordingListener();

	private final ActiveLocks activeLocks = new ActiveLocks();

	private final LockRegistryBackend ours = locks(this.table.registry(), this.listener, this.activeLocks);

	private final LockRegistryBackend theirs = locks(this.table.registry());

	private static LockRegistryBackend locks(LockRegistry<?> registry, LockListener... listeners) {
		return locks(registry, null, listeners);
	}

	private static LockRegistryBackend locks(LockRegistry<?> registry, @Nullable BackendSession session,
			LockListener... listeners) {
		LockRuntime runtime = LockRuntime.builder().listeners(List.of(listeners)).build();
		return new LockRegistryBackend(registry, session, runtime.self(), runtime.listener(),
				new LockTiers(Enforcement.FAIL, List.of()), LockOptions.defaults());
	}

	private static LockHold acquire(LockRegistryBackend locks, LockName name, Terms terms) throws InterruptedException {
		return locks.lock(name, terms.options()).acquire(terms.time());
	}

	private static CompletableFuture<LockHold> acquireAsync(LockRegistryBackend locks, LockName name, Terms terms) {
		return locks.lock(name, terms.options()).acquireAsync(terms.time());
	}

	private record Terms(LockOptions options, Duration time) {
	}

	private static Terms within(Duration time) {
		return new Terms(LockOptions.defaults(), time);
	}

	private static Terms livingShortly(Duration time) {
		return new Terms(SHORT, time);
	}

	private static Terms renewedOften(Duration timeToLive) {
		return new Terms(LockOptions.of(timeToLive, Duration.ofMillis(50)), Duration.ZERO);
	}

	@Test
	void aHoldSaysWhatIsHeldByWhom() throws Exception {
		try (LockHold hold = acquire(this.ours, NAME, within(Duration.ZERO))) {
			assertThat(hold.id().type()).isEqualTo(LockType.REGISTRY);
			assertThat(hold.id().name()).isEqualTo("orders.4%2F2");
			assertThat(hold.id()).hasToString("registry lock 'orders.4%2F2'");
			assertThat(hold.holder().pid()).isEqualTo(ProcessHandle.current().pid());
			assertThat(hold.isHeld()).isTrue();
			hold.requireHeld();
			assertThat(this.activeLocks.holds()).containsExactly(hold);
			assertThat(this.table.rows()).isOne();
		}
		assertThat(this.table.rows()).isZero();
		assertThat(this.activeLocks.holds()).isEmpty();
		assertThat(this.listener.events()).containsExactly("acquired", "released");
	}

	@Test
	void thereIsNoFencingTokenAndNoneIsMadeUp() throws Exception {
		try (LockHold hold = acquire(this.ours, NAME, within(Duration.ZERO))) {
			assertThat(hold.id().type().hasFencingTokens()).isFalse();
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(hold::fencingToken)
				.withMessageContaining("Let the resource that it protects count its versions");
		}
	}

	@Test
	void aReleasedHoldIsNotHeldAndMayBeClosedAgain() throws Exception {
		LockHold hold = acquire(this.ours, NAME, within(Duration.ZERO));
		hold.closeHeld();
		hold.close();
		assertThat(hold.isHeld()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
			.withMessageContaining("it has been released");
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::closeHeld);
		assertThat(this.listener.events()).containsExactly("acquired", "released");
	}

	@Test
	void anotherProcessFindsItBusyAndDoesNotKnowItsHolder() throws Exception {
		try (LockHold hold = acquire(this.theirs, NAME, within(Duration.ZERO))) {
			for (Duration time : List.of(Duration.ZERO, Duration.ofMillis(150))) {
				assertThatExceptionOfType(LockTimeoutException.class)
					.isThrownBy(() -> acquire(this.ours, NAME, within(time)))
					.satisfies((timeout) -> assertThat(timeout.holders()).isEmpty());
			}
			assertThat(hold.isHeld()).isTrue();
		}
		assertThat(this.listener.events()).containsExactly("timed out", "waiting", "wait ended: TIMED_OUT",
				"timed out");
	}

	@Test
	void locksOfOneProcessExcludeEachOtherToo() throws Exception {
		try (LockHold hold = acquire(this.ours, NAME, within(Duration.ZERO));
				LockHold other = acquire(this.ours, new LockName("orders", "4.2"), within(Duration.ZERO))) {
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> acquire(this.ours, NAME, within(Duration.ZERO)));
			assertThat(hold.isHeld() && other.isHeld()).isTrue();
		}
	}

	@Test
	void aWaiterGetsTheLockWhenItIsReleased() throws Exception {
		LockHold first = acquire(this.theirs, NAME, within(Duration.ZERO));
		CompletableFuture<? extends LockHold> second = acquireAsync(this.ours, NAME, within(LONG));
		await().until(() -> !this.activeLocks.waits().isEmpty());
		first.close();
		try (LockHold hold = second.get(30, TimeUnit.SECONDS)) {
			assertThat(hold.isHeld()).isTrue();
			assertThat(this.activeLocks.waits()).isEmpty();
		}
		assertThat(this.listener.events()).containsExactly("waiting", "wait ended: ACQUIRED", "acquired", "released");
	}

	@Test
	void anyThreadMayReleaseAndAnInterruptedOneToo() throws Exception {
		LockHold hold = acquire(this.ours, NAME, within(Duration.ZERO));
		Thread thread = new Thread(() -> {
			Thread.currentThread().interrupt();
			hold.closeHeld();
		});
		thread.start();
		thread.join();
		assertThat(this.table.rows()).isZero();
	}

	@Test
	void anInterruptEndsAWaitAndLeavesNothingBehind() throws Exception {
		LockHold first = acquire(this.theirs, NAME, within(Duration.ZERO));
		CompletableFuture<Throwable> end = new CompletableFuture<>();
		Thread waiter = new Thread(() -> {
			try {
				acquire(this.ours, NAME, within(LONG)).close();
			}
			catch (InterruptedException ex) {
				end.complete(ex);
			}
		});
		waiter.start();
		await().until(() -> !this.activeLocks.waits().isEmpty());
		waiter.interrupt();
		assertThat(end.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
		first.close();
		assertNothingIsLeft();
	}

	@Test
	void acquiringThatNobodyAwaitsAnyMoreLeavesNothingBehind() throws Exception {
		LockHold first = acquire(this.theirs, NAME, within(Duration.ZERO));
		CompletableFuture<? extends LockHold> cancelled = acquireAsync(this.ours, NAME, within(LONG));
		CompletableFuture<? extends LockHold> abandoned = acquireAsync(this.ours, NAME, within(LONG));
		await().until(() -> this.activeLocks.waits().size() == 2);
		assertThat(cancelled.cancel(true)).isTrue();
		assertThat(abandoned.completeExceptionally(new IllegalStateException())).isTrue();
		first.close();
		assertNothingIsLeft();
	}

	/** What is on its way may still come, and goes at once. */
	private void assertNothingIsLeft() {
		await().untilAsserted(() -> {
			assertThat(holders()).isEmpty();
			assertThat(this.table.rows()).isZero();
		});
		assertThat(this.listener.events()).doesNotContain("acquired");
	}

	private static List<String> holders() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.equals("latchkey-registry-orders"))
			.toList();
	}

	@Test
	void aLockLivesLongerThanItsTimeToLiveBecauseItIsRenewed() throws Exception {
		Duration timeToLive = Duration.ofSeconds(1);
		try (LockHold hold = acquire(this.ours, NAME, renewedOften(timeToLive))) {
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> acquire(this.theirs, NAME, within(timeToLive.multipliedBy(3))));
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void aLockThatTheBackendGaveAwayIsLostAtTheNextHeartbeat() throws Exception {
		try (LockHold hold = acquire(this.ours, NAME, renewedOften(LONG))) {
			this.table.clear();
			await().until(() -> this.listener.events().contains("lost"));
			assertThat(hold.isHeld()).isFalse();
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
				.withMessageContaining("its backend reports");
		}
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
		try (LockHold again = acquire(this.ours, NAME, within(LONG))) {
			assertThat(again.isHeld()).isTrue();
		}
	}

	@Test
	void whoAsksLearnsOfALossAtOnce() throws Exception {
		try (LockHold hold = acquire(this.ours, NAME, within(Duration.ZERO))) {
			this.table.clear();
			assertThat(hold.isHeld()).isTrue();
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
		}
	}

	@Test
	void aReleaseTellsOfALoss() throws Exception {
		LockHold hold = acquire(this.ours, NAME, within(Duration.ZERO));
		this.table.clear();
		LockHold thief = acquire(this.theirs, NAME, within(Duration.ZERO));
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::closeHeld)
			.withMessageContaining("reported at the release");
		assertThat(this.listener.events()).containsExactly("acquired", "lost");
		assertThat(thief.isHeld()).isTrue();
		thief.closeHeld();
	}

	@Test
	void aLockIsLostWhenTheBackendIsAwayForLongerThanItLives() throws Exception {
		try (LockHold hold = acquire(this.ours, NAME, livingShortly(Duration.ZERO))) {
			this.table.goDown();
			await().until(() -> this.listener.events().contains("lost"));
			assertThat(hold.isHeld()).isFalse();
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
				.withMessageContaining("its time to live of 600 ms has run out");
			this.table.comeBack();
			assertThat(hold.isHeld()).as("once lost, always lost").isFalse();
		}
		assertThat(this.listener.events()).anyMatch((event) -> event.contains("could not be renewed"));
		acquire(this.ours, NAME, within(LONG)).closeHeld();
	}

	@Test
	void aLockIsLostWhenTheBackendIsSilentForLongerThanItLives() throws Exception {
		LockHold hold = acquire(this.ours, NAME, livingShortly(Duration.ZERO));
		CountDownLatch silence = this.table.fallSilent();
		await().until(() -> this.listener.events().contains("lost"));
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::closeHeld);
		silence.countDown();
		acquire(this.ours, NAME, within(LONG)).closeHeld();
	}

	@Test
	void aBackendThatIsBackInTimeLosesNothing() throws Exception {
		LockHold hold = acquire(this.ours, NAME, renewedOften(LONG));
		this.table.goDown();
		await().until(() -> this.listener.events().size() > 1);
		hold.requireHeld();
		this.table.comeBack();
		hold.closeHeld();
		assertThat(this.listener.events()).contains("released").doesNotContain("lost");
	}

	@Test
	void aBackendThatIsDownIsNotABusyLock() throws Exception {
		this.table.goDown();
		for (Duration time : List.of(Duration.ZERO, LONG)) {
			assertThatExceptionOfType(LockBackendException.class)
				.isThrownBy(() -> acquire(this.ours, NAME, within(time)))
				.withMessageContaining("its backend does not work")
				.satisfies((ex) -> assertThat(ex).hasRootCauseMessage("The database is down"));
		}
		assertThat(acquireAsync(this.ours, NAME, within(LONG))).failsWithin(LONG)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(LockBackendException.class);
		this.table.comeBack();
		acquire(this.ours, NAME, within(LONG)).closeHeld();
	}

	@Test
	void aBackendThatIsSilentIsNotABusyLockAndALateAnswerIsUndone() throws Exception {
		CountDownLatch silence = this.table.fallSilent();
		assertThatExceptionOfType(LockBackendException.class)
			.isThrownBy(() -> acquire(this.ours, NAME, livingShortly(Duration.ZERO)))
			.withMessageContaining("has not answered for 600 ms");
		silence.countDown();
		assertNothingIsLeft();
	}

	@Test
	void aReleaseThatFailsIsReportedAndTheLockIsFreeWhenItsTimeHasRunOut() throws Exception {
		LockHold hold = acquire(this.ours, NAME, livingShortly(Duration.ZERO));
		this.table.goDown();
		hold.closeHeld();
		this.table.comeBack();
		assertThat(this.listener.events()).contains("released")
			.anyMatch((event) -> event.startsWith("warning") && event.contains("could not be released"));
		acquire(this.theirs, NAME, within(LONG)).closeHeld();
	}

	@Test
	void aLockOnATierKeepsTheOrder() throws Exception {
		Terms late = new Terms(LockOptions.defaults().withTier(LockTier.MANIFEST), Duration.ZERO);
		Terms early = new Terms(LockOptions.defaults().withTier(LockTier.WORKSPACE_SYNC), Duration.ZERO);
		LockName other = new LockName("other", null);
		try (LockHold hold = acquire(this.ours, NAME, late)) {
			assertThatExceptionOfType(LockOrderException.class).isThrownBy(() -> acquire(this.ours, other, early));
			assertThat(acquireAsync(this.ours, other, early)).failsWithin(LONG)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(LockOrderException.class);
			assertThat(hold.isHeld()).isTrue();
		}
		acquire(this.ours, other, early).closeHeld();
	}

	@Test
	void aProofIsNeededOnceAndAgainAfterAFailure() throws Exception {
		this.ours.prove();
		this.ours.prove();
		assertThat(this.listener.events()).containsExactly("acquired", "released");
		this.table.goDown();
		this.ours.prove();
		assertThatExceptionOfType(LockBackendException.class)
			.isThrownBy(() -> acquire(this.ours, NAME, within(Duration.ZERO)));
		assertThatExceptionOfType(LockBackendException.class).isThrownBy(this.ours::prove);
		this.table.comeBack();
		this.ours.prove();
	}

	@Test
	void whoComesSecondWhileTheBackendIsSilentIsNotToldThatTheLockIsBusy() throws Exception {
		CountDownLatch silence = this.table.fallSilent();
		CompletableFuture<? extends LockHold> first = acquireAsync(this.ours, NAME, livingShortly(LONG));
		await().until(this.table::isAsked);
		assertThatExceptionOfType(LockBackendException.class)
			.isThrownBy(() -> acquire(this.ours, NAME, livingShortly(Duration.ZERO)))
			.withMessageContaining("has not answered for 600 ms");
		silence.countDown();
		LockHold hold = first.get(30, TimeUnit.SECONDS);
		assertThatExceptionOfType(LockTimeoutException.class)
			.isThrownBy(() -> acquire(this.ours, NAME, within(Duration.ZERO)));
		hold.closeHeld();
		assertThat(this.table.rows()).isZero();
	}

	@Test
	void anAnswerThatComesTooLateIsNoHoldUnlessItIsStillOurs() throws Exception {
		CountDownLatch silence = this.table.fallSilent();
		CompletableFuture<? extends LockHold> slow = acquireAsync(this.ours, NAME, livingShortly(LONG));
		await().until(this.table::isAsked);
		long asked = System.nanoTime();
		await().until(() -> System.nanoTime() - asked > SHORT.staleAfter().toNanos());
		silence.countDown();
		LockHold hold = slow.get(30, TimeUnit.SECONDS);
		assertThat(hold.isHeld()).isTrue();
		hold.closeHeld();
		assertThat(this.listener.events()).contains("released").doesNotContain("lost");
	}

	@Test
	void aReleaseThatHangsIsNoLoss() throws Exception {
		LockHold hold = acquire(this.ours, NAME, livingShortly(Duration.ZERO));
		CountDownLatch silence = this.table.fallSilent();
		hold.closeHeld();
		assertThat(this.listener.events()).contains("released")
			.doesNotContain("lost")
			.anyMatch((event) -> event.startsWith("warning") && event.contains("is being released"));
		assertThatExceptionOfType(LockBackendException.class)
			.isThrownBy(() -> acquire(this.ours, NAME, livingShortly(Duration.ZERO)));
		silence.countDown();
		acquire(this.ours, NAME, within(LONG)).closeHeld();
	}

	@Test
	void inASessionALockLivesAsLongAsTheBackendIsKnownToHearOfUs() throws Exception {
		TestSession session = new TestSession(Duration.ofMillis(600));
		LockRegistryBackend locks = locks(new DefaultLockRegistry(), session, this.listener, this.activeLocks);
		try (LockHold hold = acquire(locks, NAME, within(Duration.ZERO))) {
			int heard = session.renewals();
			await().until(() -> session.renewals() > heard + 5);
			hold.requireHeld();
			session.fail();
			await().until(() -> this.listener.events().contains("lost"));
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
				.withMessageContaining("its time to live of 600 ms has run out");
		}
	}

	@Test
	void aLockOfAFormerSessionIsLostForWhoAsks() throws Exception {
		TestSession session = new TestSession(LONG);
		LockRegistryBackend locks = locks(new DefaultLockRegistry(), session, this.listener, this.activeLocks);
		try (LockHold hold = acquire(locks, NAME, within(Duration.ZERO))) {
			session.expire();
			assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
			assertThat(hold.isHeld()).isFalse();
		}
	}

	@Test
	void inASessionALockIsBusyOnlyIfTheBackendAnswers() throws Exception {
		TestSession session = new TestSession(LONG);
		LockRegistry<?> registry = new DefaultLockRegistry();
		LockRegistryBackend locks = locks(registry, session, this.listener, this.activeLocks);
		LockHold hold = acquire(locks(registry, new TestSession(LONG)), NAME, within(Duration.ZERO));
		assertThatExceptionOfType(LockTimeoutException.class)
			.isThrownBy(() -> acquire(locks, NAME, within(Duration.ZERO)));
		session.fail();
		for (Duration time : List.of(Duration.ZERO, Duration.ofMillis(50))) {
			assertThatExceptionOfType(LockBackendException.class).isThrownBy(() -> acquire(locks, NAME, within(time)))
				.withMessageContaining("Nobody is there");
		}
		hold.close();
	}

	@Test
	void aRegistryOfPlainLocksWorksWithoutTimesToLive() throws Exception {
		LockRegistryBackend plain = locks(new DefaultLockRegistry(), this.listener, this.activeLocks);
		LockHold first = acquire(plain, NAME, livingShortly(Duration.ZERO));
		assertThatExceptionOfType(LockTimeoutException.class)
			.isThrownBy(() -> acquire(plain, NAME, within(Duration.ZERO)));
		CompletableFuture<? extends LockHold> second = acquireAsync(plain, NAME, within(LONG));
		await().until(() -> !this.activeLocks.waits().isEmpty());
		first.requireHeld();
		first.closeHeld();
		second.get(30, TimeUnit.SECONDS).closeHeld();
	}

	private static final class TestSession implements BackendSession {

		private final Duration timeToLive;

		private final AtomicLong id = new AtomicLong(1);

		private final AtomicInteger renewals = new AtomicInteger();

		private volatile boolean failing;

		TestSession(Duration timeToLive) {
			this.timeToLive = timeToLive;
		}

		void fail() {
			this.failing = true;
		}

		void expire() {
			long unused = this.id.incrementAndGet();
		}

		int renewals() {
			return this.renewals.get();
		}

		@Override
		public boolean isOf(LockRegistry<?> registry) {
			return true;
		}

		@Override
		public long id() {
			return this.id.get();
		}

		@Override
		public Duration timeToLive() {
			return this.timeToLive;
		}

		@Override
		public void renew() throws IOException {
			if (this.failing) {
				throw new IOException("Nobody is there");
			}
			int unused = this.renewals.incrementAndGet();
		}

	}

}
