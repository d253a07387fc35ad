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

package dev.latchkey.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockTier;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pack.PackLock;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.order.Enforcement;
import dev.latchkey.order.LockTiers;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Real locks in the lock order.
 */
@Timeout(60)
class LockOrderTests {

	@TempDir
	Path directory;

	private final List<LockOrderException> heard = new ArrayList<>();

	private final LockListener listener = new EventCallbacks() {

		@Override
		public void outOfOrder(LockOrderException problem) {
			LockOrderTests.this.heard.add(problem);
		}

	};

	private final LockTiers failing = new LockTiers(Enforcement.FAIL, List.of(this.listener));

	private Path pack;

	@BeforeEach
	void makePack() throws IOException {
		this.pack = Files.createDirectory(this.directory.resolve("demo"));
	}

	@Test
	void aReversalIsRefusedBeforeAnythingIsLocked() throws Exception {
		PackLockFiles packs = packs(this.failing);
		PackLock lock = packs.pack(this.pack);
		try (LockHold manifest = takeManifest(packs, this.directory)) {
			assertThatExceptionOfType(LockOrderException.class).isThrownBy(() -> lock.acquire())
				.withMessageContaining("PER_PACK '" + lock.id() + "' (at dev.latchkey.contract.LockOrderTests.")
				.withMessageContaining("MANIFEST '" + manifest.id()
						+ "' (at dev.latchkey.contract.LockOrderTests.takeManifest(LockOrderTests.java:")
				.withMessageContaining("thread '" + Thread.currentThread().getName() + "'")
				.withMessageContaining("Take the lock of the earlier tier first");
			assertThatExceptionOfType(LockOrderException.class).isThrownBy(lock::tryAcquire);
			assertThat(lock.acquireAsync()).failsWithin(Duration.ofMinutes(1))
				.withThrowableThat()
				.withCauseInstanceOf(LockOrderException.class);
			assertThat(this.pack).isEmptyDirectory();
			manifest.requireHeld();
		}
		assertThat(this.heard).hasSize(3);
		assertThat(this.failing.violations()).isEqualTo(3);
		lock.acquire().close();
	}

	private static LockHold takeManifest(PackLockFiles packs, Path workspace) throws InterruptedException {
		return packs.manifest(workspace).exclusive().acquire();
	}

	@Test
	void anyLockCanBePutOnATier() throws Exception {
		for (LockType type : new LockType[] { LockType.CLAIM, LockType.HELD_FILE }) {
			LockRuntime runtime = LockRuntime.builder().order(this.failing).tier(LockTier.BACKEND).build();
			try (TestLock lock = TestLock.of(type, this.directory.resolve("locks"), runtime);
					LockHold hold = lock.acquire(Duration.ZERO)) {
				assertThatExceptionOfType(LockOrderException.class)
					.isThrownBy(() -> packs(this.failing).pack(this.pack).acquire())
					.satisfies((ex) -> assertThat(ex.outer().tier()).isEqualTo(LockTier.BACKEND))
					.satisfies((ex) -> assertThat(ex.outer().lock()).isEqualTo(hold.id().toString()));
			}
			packs(this.failing).pack(this.pack).acquire().close();
		}
	}

	@Test
	void aWaitThatFailedIsNotOnTheStack() throws Exception {
		PackLockFiles packs = packs(this.failing);
		try (OtherHolder other = OtherHolder.of(LockType.PACK, this.pack)) {
			assertThat(packs.pack(this.pack).tryAcquire()).isEmpty();
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> packs.pack(this.pack).acquire(Duration.ofMillis(20)));
			packs.workspace(this.directory).acquire().close();
			assertThat(other.isHolding()).isTrue();
		}
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aLostHoldIsOnTheStackUntilItIsClosed() throws Exception {
		PackLockFiles packs = packs(this.failing);
		try (LockHold hold = packs.pack(this.pack).acquire()) {
			Files.delete(hold.id().path());
			assertThatExceptionOfType(LockOrderException.class)
				.isThrownBy(() -> packs.workspace(this.directory).acquire());
		}
		packs.workspace(this.directory).acquire().close();
	}

	@Test
	void enteringAgainIsToldAsWhatItIs() throws Exception {
		CrossProcessLock<LockHold> lock = packs(this.failing).pack(this.pack);
		try (LockHold hold = lock.acquire()) {
			assertThatExceptionOfType(LockReentryException.class).isThrownBy(lock::acquire)
				.satisfies((ex) -> assertThat(ex.id()).isEqualTo(hold.id()));
			assertThat(lock.tryAcquire()).isEmpty();
		}
		assertThat(this.heard).isEmpty();
	}

	@Test
	void twoPacksAtOnceAreAReversalToo() throws Exception {
		Path other = Files.createDirectory(this.directory.resolve("other"));
		PackLockFiles packs = packs(this.failing);
		try (LockHold hold = packs.pack(this.pack).acquire()) {
			assertThatExceptionOfType(LockOrderException.class).isThrownBy(() -> packs.pack(other).acquire());
			hold.requireHeld();
		}
	}

	@Test
	void loggingTellsEachPairOfPlacesOnceAndCountsAll() throws Exception {
		LockTiers logging = new LockTiers(Enforcement.LOG, List.of(this.listener));
		PackLockFiles packs = packs(logging);
		List<String> log = new ArrayList<>();
		Logger logger = Logger.getLogger(LockTiers.class.getName());
		Handler handler = new Collecting(log);
		logger.addHandler(handler);
		try {
			for (int i = 0; i < 4; i++) {
				try (LockHold manifest = takeManifest(packs, this.directory)) {
					for (int n = 0; n < 3; n++) {
						Optional<LockHold> hold = packs.pack(this.pack).tryAcquire();
						assertThat(hold).isPresent();
						hold.get().close();
					}
					manifest.requireHeld();
				}
			}
		}
		finally {
			logger.removeHandler(handler);
		}
		assertThat(logging.violations()).isEqualTo(12);
		assertThat(this.heard).hasSize(12);
		// The first time nobody had written down where the manifest was taken.
		assertThat(log).hasSize(2);
		assertThat(log.get(0)).contains("call site not recorded yet");
		assertThat(log.get(1)).contains("LockOrderTests.takeManifest");
	}

	@Test
	void aPlaceThatIsSaidIsTold() throws Exception {
		PackLockFiles packs = packs(new LockTiers(Enforcement.LOG, List.of(this.listener)));
		for (int i = 0; i < 2; i++) {
			try (LockHold manifest = LockCaller.<LockHold, Exception>at("Notes.record",
					() -> takeManifest(packs, this.directory));
					LockHold inner = LockCaller.<LockHold, Exception>at("Notes.refresh",
							() -> packs.pack(this.pack).acquire())) {
				assertThat(this.heard).last()
					.extracting(Throwable::getMessage)
					.asString()
					.contains("'" + inner.id() + "' (at Notes.refresh, ")
					.contains("'" + manifest.id() + "' (at Notes.record, ");
			}
		}
	}

	@Test
	void whereNoPlaceIsSaidItIsThatOfTheCaller() throws Exception {
		PackLockFiles packs = packs(this.failing);
		try (LockHold manifest = LockCaller.<LockHold, Exception>at(null,
				packs.manifest(this.directory).exclusive()::acquire)) {
			assertThatExceptionOfType(LockOrderException.class)
				.isThrownBy(() -> LockCaller.<LockHold, Exception>at(null, packs.pack(this.pack)::acquire))
				.withMessageNotContaining("LockCaller.java")
				.withMessageContaining("'" + manifest.id() + "' (at dev.latchkey.contract.LockOrderTests.");
		}
	}

	@Test
	void theOrderThatLocksUseByThemselvesLogs() {
		assertThat(LockRuntime.builder().build().order()).isInstanceOf(LockTiers.class);
	}

	private static PackLockFiles packs(LockTiers tiers) {
		return new PackLockFiles(LockRuntime.builder().order(tiers).build(), PackLocks.FILE_NAME);
	}

	private static final class Collecting extends Handler {

		private final List<String> log;

		Collecting(List<String> log) {
			this.log = log;
		}

		@Override
		public void publish(LogRecord entry) {
			this.log.add(String.valueOf(entry.getThrown().getMessage()));
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
