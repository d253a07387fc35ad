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

package dev.latchkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.claim.ClaimHold;
import dev.latchkey.process.OtherHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class LatchkeyTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final List<LockEvent> events = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	private Latchkey latchkey;

	@BeforeEach
	void open() {
		this.latchkey = Latchkey.builder().directory(this.directory).listeners(this.events::add).build();
	}

	@AfterEach
	void close() {
		this.latchkey.close();
	}

	@Test
	void timesThatCannotBeAreRefusedAtOnce() {
		Latchkey.Builder builder = Latchkey.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.sweepAfter(Duration.ofSeconds(-1)))
			.withMessageContaining("PT-1S");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.transitionTimeout(Duration.ZERO))
			.withMessageContaining("PT0S");
	}

	@ParameterizedTest
	@EnumSource(names = "REGISTRY", mode = EnumSource.Mode.EXCLUDE)
	void locksOfAllTypesHaveTheSameVerbs(LockType type) throws Exception {
		CrossProcessLock<? extends LockHold> lock = lock(type);
		assertThat(lock.id().type()).isEqualTo(type);
		assertThat(lock.inspect().state()).isEqualTo(LockState.FREE);
		assertThat(lock.holders()).isEmpty();
		try (LockHold hold = lock.acquire(Duration.ofSeconds(10))) {
			assertThat(this.latchkey.holds()).containsExactly(hold);
			assertThat(lock.tryAcquire()).isEmpty();
			assertThatExceptionOfType(LockReentryException.class)
				.isThrownBy(() -> lock.tryAcquire(Duration.ofSeconds(10)));
			assertThat(lock.inspect().state()).isEqualTo(LockState.HELD);
			assertThat(lock.inspect().isHeld()).isTrue();
			assertThat(lock.holders()).extracting(LockHolder::pid).containsExactly(hold.holder().pid());
		}
		assertThat(this.latchkey.holds()).isEmpty();
		lock.acquireAsync(Duration.ofSeconds(10)).get().close();
		lock.with(LockOptions.defaults().withTier(LockTier.BACKEND)).tryAcquire().orElseThrow().close();
		assertThat(this.events).hasAtLeastOneElementOfType(LockEvent.Acquired.class)
			.hasAtLeastOneElementOfType(LockEvent.Released.class);
	}

	@ParameterizedTest
	@EnumSource(names = "REGISTRY", mode = EnumSource.Mode.EXCLUDE)
	void anotherProcessIsExcludedAndNamed(LockType type) throws Exception {
		try (OtherHolder other = OtherHolder.of(type, this.directory)) {
			CrossProcessLock<? extends LockHold> lock = lock(type);
			assertThat(lock.tryAcquire()).isEmpty();
			assertThat(lock.inspect().holders()).extracting(LockHolder::pid).containsExactly(other.pid());
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> lock.acquire(Duration.ofMillis(10)))
				.satisfies((ex) -> assertThat(ex.holders()).extracting(LockHolder::pid).containsExactly(other.pid()));
			assertThat(this.events).hasAtLeastOneElementOfType(LockEvent.WaitStarted.class)
				.hasAtLeastOneElementOfType(LockEvent.WaitEnded.class)
				.hasAtLeastOneElementOfType(LockEvent.TimedOut.class);
			assertThat(other.isHolding()).isTrue();
		}
	}

	private CrossProcessLock<? extends LockHold> lock(LockType type) throws IOException {
		return switch (type) {
			case NAMED -> this.latchkey.lock("job");
			case HELD_FILE -> this.latchkey.heldFile(this.directory.resolve("job.held"));
			case CLAIM -> this.latchkey.claims().claim("job");
			case WRITER -> this.latchkey.writer(this.directory.resolve("job"));
			case PID_FILE -> this.latchkey.pidFile(this.directory.resolve("job.pid"));
			case PACK -> this.latchkey.packs().pack(this.directory);
			case REGISTRY -> throw new IllegalArgumentException("It is not of the core");
		};
	}

	@Test
	void aKeyDistinguishesLocksOfAName() throws Exception {
		try (LockHold one = this.latchkey.lock("customer", "17").acquire();
				LockHold other = this.latchkey.lock("customer", "18").acquire()) {
			assertThat(one.id().path()).isEqualTo(this.directory.resolve("customer.17.flock")).exists();
			assertThat(other.id()).isNotEqualTo(one.id());
		}
	}

	@Test
	void aCooldownOutlastsItsHold() throws Exception {
		HeartbeatLock lock = this.latchkey.lock("report");
		Instant later = Instant.now().plusSeconds(3600);
		try (CooldownHold hold = lock.withCooldown(later).acquire()) {
			assertThat(hold.isHeld()).isTrue();
		}
		CrossProcessLock<CooldownHold> cooling = lock.withCooldown(later);
		assertThat(cooling.tryAcquire()).isEmpty();
		assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> cooling.acquire(Duration.ofMillis(1)))
			.withMessageContaining("left alone");
		lock.acquire().close();
	}

	@Test
	void aCooldownThatEndsDuringAWaitLetsTheWaiterIn() throws Exception {
		for (HeartbeatLock lock : List.of(this.latchkey.lock("report"),
				this.latchkey.heldFile(this.directory.resolve("report.held")))) {
			Instant soon = Instant.now().plusMillis(200);
			lock.withCooldown(soon).acquire().close();
			try (CooldownHold hold = lock.withCooldown(soon).acquire(Duration.ofSeconds(30))) {
				assertThat(hold.acquiredAt()).isAfterOrEqualTo(soon.minusMillis(1));
			}
		}
	}

	@Test
	void theContentOfAClaimCanBeRead() throws Exception {
		try (ClaimHold claim = this.latchkey.claims().claim("leader", new byte[] { 7 }).acquire()) {
			assertThat(this.latchkey.claims().read("leader")).hasValue(new byte[] { 7 });
			assertThat(this.latchkey.claims().list()).singleElement()
				.satisfies((listed) -> assertThat(listed.id()).isEqualTo(claim.id()));
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void aMissingKeyIsNotTheLockWithoutAKey() {
		assertThatNullPointerException().isThrownBy(() -> this.latchkey.lock("customer", null))
			.withMessageContaining("key");
	}

	@Test
	void withoutADirectoryNothingIsBuilt() {
		assertThatIllegalStateException().isThrownBy(() -> Latchkey.builder().build())
			.withMessageContaining("directory");
	}

	@Test
	void buildingAndNamingALockMakeNothing() throws IOException {
		Path missing = this.directory.resolve("missing");
		try (Latchkey other = Latchkey.builder().directory(missing).build()) {
			assertThat(other.lock("job").id().path()).isEqualTo(missing.resolve("job.flock"));
			assertThat(missing).doesNotExist();
		}
	}

	@Test
	void withinTheJvmNothingIsOnDisk() throws Exception {
		try (Latchkey memory = Latchkey.withinJvm().directory(this.directory.resolve("memory")).build();
				LockHold hold = memory.lock("job").acquire();
				Stream<Path> files = Files.list(this.directory)) {
			assertThat(hold.isHeld()).isTrue();
			assertThat(files).isEmpty();
		}
	}

}
