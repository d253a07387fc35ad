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

package dev.latchkey.spring.shedlock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.spring.TestParts;

import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What is said of the provider beyond ShedLock's own tests.
 */
class LatchkeyLockProviderTests {

	private static final String JOB = "nightly-invoices";

	private static final Duration LONG = Duration.ofHours(1);

	private final List<String> lost = new CopyOnWriteArrayList<>();

	private final LockRuntime runtime = LockRuntime.builder().listeners(List.of(new EventCallbacks() {
		@Override
		public void lost(LockHold hold, String reason) {
			LatchkeyLockProviderTests.this.lost.add(hold.id().name() + ": " + reason);
		}
	})).build();

	@SuppressWarnings("NullAway.Init")
	private NamedLocks locks;

	@SuppressWarnings("NullAway.Init")
	private LatchkeyLockProvider provider;

	@SuppressWarnings("NullAway.Init")
	private LatchkeyLockProvider other;

	@BeforeEach
	void create(@TempDir Path temporary) {
		this.locks = new NamedLocks(this.runtime, temporary.resolve("locks"), LockOptions.defaults());
		this.provider = new LatchkeyLockProvider(TestParts.latchkey(this.runtime, this.locks));
		this.other = new LatchkeyLockProvider(Latchkey.builder().directory(this.locks.path()).build());
	}

	@AfterEach
	void close() {
		this.locks.close();
	}

	@Test
	void aTimeThatIsLongerThanCanBeWrittenDownIsTheLongestThatCan() {
		Duration ages = Duration.ofDays(200_000L * 365);
		lock(ages, ages).unlock();
		assertThat(this.other.lock(configuration(ages, Duration.ZERO))).isEmpty();
		assertThat(this.lost).isEmpty();
	}

	@Test
	void theLockOfAJobIsThatOfTheSameNameInLatchkey() {
		SimpleLock lock = lock(LONG, Duration.ZERO);
		assertThat(this.locks.lock(JOB).tryAcquire()).isEmpty();
		lock.unlock();
		try (LockHold hold = this.locks.lock(JOB).tryAcquire().orElseThrow()) {
			assertThat(this.other.lock(configuration(LONG, Duration.ZERO))).isEmpty();
			hold.requireHeld();
		}
	}

	@Test
	void lockAtLeastForDoesNotBindWhatIsNoJob() {
		lock(LONG, LONG).unlock();
		assertThat(this.other.lock(configuration(LONG, Duration.ZERO))).isEmpty();
		this.locks.lock(JOB).tryAcquire().orElseThrow().close();
	}

	@Test
	void atLockAtMostForTheLockIsGivenUpAndReportedLostOnce() {
		SimpleLock lock = lock(Duration.ofMillis(20), Duration.ZERO);
		Awaitility.await().untilAsserted(() -> assertThat(this.lost).hasSize(1));
		assertThat(this.lost.get(0)).startsWith(JOB + ": ").contains("lockAtMostFor of 20 ms was over");
		SimpleLock next = this.other.lock(configuration(LONG, Duration.ZERO)).orElseThrow();
		lock.unlock();
		assertThat(file()).as("the successor's").is(locked());
		next.unlock();
		assertThat(this.lost).hasSize(1);
	}

	@Test
	void aLockWhoseTimeIsOverBeforeItBeginsIsGivenUpToo() {
		LockConfiguration late = new LockConfiguration(ClockProvider.now().minus(LONG), JOB, Duration.ofSeconds(1),
				Duration.ZERO);
		assertThat(this.provider.lock(late)).isPresent();
		Awaitility.await().untilAsserted(() -> assertThat(this.lost).hasSize(1));
		assertThat(file()).isNot(locked());
	}

	@Test
	void anExtendedLockIsNotGivenUpAtTheFormerMoment() {
		SimpleLock lock = lock(LONG, Duration.ZERO);
		SimpleLock shorter = lock.extend(Duration.ofMillis(200), Duration.ZERO).orElseThrow();
		SimpleLock longer = shorter.extend(LONG, Duration.ZERO).orElseThrow();
		Awaitility.await().during(Duration.ofMillis(400)).untilAsserted(() -> assertThat(file()).is(locked()));
		assertThat(this.lost).isEmpty();
		longer.unlock();
		assertThat(file()).isNot(locked());
		assertThatIllegalStateException().isThrownBy(shorter::unlock);
	}

	@Test
	void extendMovesTheMomentNearerToo() {
		SimpleLock lock = lock(LONG, Duration.ZERO);
		assertThat(lock.extend(Duration.ofMillis(20), Duration.ZERO)).isPresent();
		Awaitility.await().untilAsserted(() -> assertThat(this.lost).hasSize(1));
	}

	@Test
	void extendChangesLockAtLeastFor() {
		lock(LONG, LONG).extend(LONG, Duration.ZERO).orElseThrow().unlock();
		SimpleLock lock = lock(LONG, Duration.ZERO);
		lock.extend(LONG, LONG).orElseThrow().unlock();
		assertThat(this.other.lock(configuration(LONG, Duration.ZERO))).isEmpty();
	}

	@Test
	void aLockThatWasTakenAwayCannotBeExtended() throws Exception {
		SimpleLock lock = lock(LONG, Duration.ZERO);
		Files.delete(file());
		assertThat(lock.extend(LONG, LONG)).isEmpty();
		assertThat(this.lost).hasSize(1);
		SimpleLock next = this.other.lock(configuration(LONG, Duration.ZERO)).orElseThrow();
		next.unlock();
	}

	private SimpleLock lock(Duration atMost, Duration atLeast) {
		Optional<SimpleLock> lock = this.provider.lock(configuration(atMost, atLeast));
		assertThat(lock).isPresent();
		return lock.orElseThrow();
	}

	private static LockConfiguration configuration(Duration atMost, Duration atLeast) {
		return new LockConfiguration(ClockProvider.now(), JOB, atMost, atLeast);
	}

	private Path file() {
		return this.locks.lock(JOB).id().path();
	}

}
