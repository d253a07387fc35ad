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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimDirectoryTests {

	private static final byte[] NOTHING = {};

	@TempDir
	Path directory;

	private final FileCalls files = Platforms.current().files();

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
	void aClaimGoesFromFreeToHeldAndBack() {
		assertThat(this.claims.claim("orders").inspect().state()).isEqualTo(LockState.FREE);
		try (ClaimHold claim = acquire("orders", "8080")) {
			assertThat(this.claims.claim("orders").inspect().state()).isEqualTo(LockState.HELD);
			assertThat(this.claims.claim("orders").holders()).singleElement()
				.satisfies((holder) -> assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid()));
			assertThat(claim.content()).asString().isEqualTo("8080");
		}
		assertThat(this.claims.claim("orders").inspect().state()).isEqualTo(LockState.FREE);
		assertThat(this.claims.claim("orders").holders()).isEmpty();
	}

	@Test
	void lookingLeavesNothingBehind() {
		assertThat(this.claims.claim("orders").inspect().state()).isEqualTo(LockState.FREE);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void theGateHasTheContentAndTheAnnounceTheBeaconAndTheToken() throws IOException {
		try (ClaimHold claim = acquire("orders", "a longer content")) {
			assertThat(gate()).hasContent("a longer content");
			assertThat(claim.isHeld()).isTrue();
		}
		try (ClaimHold claim = acquire("orders", "short")) {
			assertThat(gate()).hasContent("short");
			ByteBuffer beacon = ByteBuffer.wrap(Files.readAllBytes(announce())).order(ByteOrder.LITTLE_ENDIAN);
			assertThat(beacon.limit()).isEqualTo(Requirement.LOCK_TABLE.isMet() ? 16 : 24);
			assertThat(beacon.get(0)).isEqualTo((byte) '1');
			assertThat(beacon.getLong(0) >>> 8).isEqualTo((Long) Files.getAttribute(gate(), "unix:ino"));
			assertThat(beacon.getLong(8)).isEqualTo(claim.fencingToken());
		}
		try (ClaimHold claim = this.claims.claim("orders", NOTHING).tryAcquire().orElseThrow()) {
			assertThat(gate()).isEmptyFile();
			assertThat(claim.content()).isEmpty();
		}
	}

	@Test
	void largeContentIsKeptWhole() {
		String large = "x".repeat(100_000);
		try (ClaimHold claim = acquire("orders", large)) {
			assertThat(gate()).hasContent(large);
			assertThat(claim.content()).hasSize(100_000);
		}
	}

	@Test
	void keysThatDifferAreDifferentClaims() {
		try (ClaimHold lower = acquire("orders", "");
				ClaimHold upper = acquire("ORDERS", "");
				ClaimHold empty = acquire("", "");
				ClaimHold odd = acquire("a/b c\n%é", "");
				ClaimHold longOne = acquire("x".repeat(500), "");
				ClaimHold longer = acquire("x".repeat(501), "")) {
			assertThat(new ClaimHold[] { lower, upper, empty, odd, longOne, longer }).allMatch(ClaimHold::isHeld);
			assertThat(this.directory.resolve("a%2Fb%20c%0A%25%C3%A9.lock")).exists();
		}
	}

	@Test
	void aPeerBetweenGateAndAnnounceIsAcquiring() throws IOException {
		int gate = locked(gate());
		assertThat(this.claims.claim("orders").inspect().state()).isEqualTo(LockState.ACQUIRING);
		assertThat(this.claims.claim("orders", NOTHING).tryAcquire()).isEmpty();
		this.files.close(gate);
	}

	@Test
	void anAnnounceWithoutItsGateExcludesAndIsReported() throws Exception {
		int announce = locked(announce());
		assertThat(this.claims.claim("orders", NOTHING).tryAcquire()).isEmpty();
		assertThat(this.claims.claim("orders").inspect().state()).isEqualTo(LockState.MALFORMED);
		this.files.close(announce);
		this.claims.claim("orders", NOTHING).acquire(Duration.ofMinutes(1)).close();
	}

	@Test
	void whoWaitsForADyingPredecessorIsNotTakenForAHolder() throws Exception {
		int announce = locked(announce());
		CompletableFuture<ClaimHold> waiter = CompletableFuture.supplyAsync(this::acquireOrders);
		Awaitility.await().until(() -> LockTableView.waiters(announce()) == 1);
		int successor = locked(gate());
		this.files.close(announce);
		Awaitility.await().until(() -> LockTableView.waiters(gate()) == 1);
		assertThat(this.claims.claim("orders").inspect().state()).isEqualTo(LockState.ACQUIRING);
		assertThat(waiter).isNotDone();
		this.files.close(successor);
		waiter.get(1, TimeUnit.MINUTES).close();
	}

	private ClaimHold acquireOrders() {
		try {
			return this.claims.claim("orders", NOTHING).acquire(Duration.ofMinutes(1));
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void aGateThatIsRemovedUnderItsHolderLetsNobodyElseIn() throws IOException {
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory)) {
			Files.delete(this.directory.resolve("job.lock"));
			assertThat(this.claims.claim("job", NOTHING).tryAcquire()).isEmpty();
			assertThat(other.isHolding()).isFalse();
		}
		this.claims.claim("job", NOTHING).tryAcquire().orElseThrow().close();
	}

	@Test
	void theListHasAllClaimsWithStateAndHolders() throws IOException {
		Requirement.LOCK_TABLE.require();
		acquire("free", "").close();
		String longKey = "x".repeat(500);
		int acquiring = locked(this.directory.resolve("acquiring.lock"));
		try (OtherHolder other = OtherHolder.of(LockType.CLAIM, this.directory);
				ClaimHold ours = acquire("a/b", "");
				ClaimHold longOne = acquire(longKey, "")) {
			assertThat(other.isHolding() && ours.isHeld() && longOne.isHeld()).isTrue();
			List<LockInspection> list = this.claims.list();
			assertThat(list).extracting(
					(claim) -> claim.id().name().equals(LockFileNames.escape(longKey)) ? "(digest)" : claim.id().name())
				.containsExactly("a/b", "acquiring", "free", "job", "(digest)");
			assertThat(list).extracting(LockInspection::state)
				.containsExactly(LockState.HELD, LockState.ACQUIRING, LockState.FREE, LockState.HELD, LockState.HELD);
			long self = ProcessHandle.current().pid();
			assertThat(list).extracting((claim) -> claim.holders().stream().map(LockHolder::pid).toList())
				.containsExactly(List.of(self), List.of(self), List.of(), List.of(other.pid()), List.of(self));
		}
		this.files.close(acquiring);
	}

	@Test
	void aClaimWhoseGateWasRemovedIsListedAsDamagedWithWhoKeepsItSo() throws IOException {
		try (ClaimHold claim = acquire("orders", "")) {
			Files.delete(gate());
			assertThat(this.claims.list()).singleElement().satisfies((listed) -> {
				assertThat(listed.id().name()).isEqualTo("orders");
				assertThat(listed.state()).isEqualTo(LockState.MALFORMED);
				assertThat(listed.holders()).extracting(LockHolder::pid).containsExactly(ProcessHandle.current().pid());
			});
			assertThat(claim.id().name()).isEqualTo("orders");
		}
	}

	@Test
	void whatOnlyHasTheNameOfAClaimIsNotListed() throws IOException {
		acquire("orders", "").close();
		Files.createDirectory(this.directory.resolve("directory.lock"));
		Files.createSymbolicLink(this.directory.resolve("link.lock"), Path.of("/nowhere"));
		Files.createDirectory(this.directory.resolve("other.live.lock"));
		assertThat(this.claims.list()).extracting((claim) -> claim.id().name()).containsExactly("orders");
	}

	@Test
	void theTableOfAllLocksIsNotReadForAnEmptyDirectory() {
		try (LockRuntime runtime = FaultyCalls.runtimeWithLockTable(() -> {
			throw new AssertionError("It was read");
		}); ClaimDirectory empty = ClaimDirectory.open(this.directory.resolve("empty"), runtime)) {
			assertThat(empty.list()).isEmpty();
		}
	}

	@Test
	void anEmptyDirectoryHasAnEmptyList() {
		assertThat(this.claims.list()).isEmpty();
	}

	@Test
	void aSharedLockForAnInstantIsNotBusy() throws Exception {
		acquire("orders", "").close();
		int prober = this.files.open(NativePath.of(gate()));
		AtomicBoolean enough = new AtomicBoolean();
		CompletableFuture<Void> probing = CompletableFuture.runAsync(() -> {
			while (!enough.get()) {
				assertThat(this.files.tryLockShared(prober)).isIn(0, Errno.EAGAIN.result());
				assertThat(this.files.unlock(prober)).isZero();
			}
		});
		for (int i = 0; i < 2_000; i++) {
			this.claims.claim("orders", NOTHING).tryAcquire().orElseThrow().close();
		}
		enough.set(true);
		probing.get();
		this.files.close(prober);
	}

	@Test
	void aReleasedClaimKeepsItsFilesOpenForTheNextOneUpToALimit() throws IOException {
		for (int i = 0; i < 300; i++) {
			acquire("key-" + i, "").close();
		}
		assertThat(openFiles()).isEqualTo(2 * 256);
		this.claims.close();
		assertThat(openFiles()).isZero();
		acquire("after", "").close();
		assertThat(openFiles()).isZero();
	}

	private long openFiles() throws IOException {
		try (var descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
			long count = 0;
			for (Path descriptor : descriptors) {
				// The stream's own descriptor is in the list, and gone by now or at its
				// end.
				boolean there = Files.isSymbolicLink(descriptor);
				if (there && Files.readSymbolicLink(descriptor).startsWith(this.directory)) {
					count++;
				}
			}
			return count;
		}
	}

	private int locked(Path file) throws IOException {
		if (Files.notExists(file)) {
			Files.createFile(file);
		}
		int descriptor = this.files.open(NativePath.of(file));
		assertThat(this.files.tryLock(descriptor)).isZero();
		return descriptor;
	}

	private ClaimHold acquire(String key, String content) {
		return this.claims.claim(key, content.getBytes(StandardCharsets.UTF_8)).tryAcquire().orElseThrow();
	}

	private Path gate() {
		return this.directory.resolve("orders.lock");
	}

	private Path announce() {
		return this.directory.resolve("orders.live.lock");
	}

}
