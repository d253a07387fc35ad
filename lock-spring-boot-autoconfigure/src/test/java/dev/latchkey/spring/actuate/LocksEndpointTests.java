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

package dev.latchkey.spring.actuate;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;

import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.PlatformTraits;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.OddName;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.TestParts;
import dev.latchkey.spring.actuate.LocksDescriptor.BreakDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.HoldDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.HolderDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

class LocksEndpointTests {

	private static final long PID = ProcessHandle.current().pid();

	private final ActiveLocks activeLocks = new ActiveLocks();

	private final LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.activeLocks)).build();

	private final HeldFileLocks locks = new HeldFileLocks(this.runtime, LockOptions.defaults());

	@SuppressWarnings("NullAway.Init")
	private NamedLocks named;

	@SuppressWarnings("NullAway.Init")
	private LockDirectory directory;

	@SuppressWarnings("NullAway.Init")
	private ClaimDirectory claims;

	@SuppressWarnings("NullAway.Init")
	private WaitRegistry board;

	@SuppressWarnings("NullAway.Init")
	private LocksEndpoint endpoint;

	@BeforeEach
	void create(@TempDir Path temporary) {
		this.directory = new LockDirectory(temporary.resolve("locks"));
		this.named = new NamedLocks(this.runtime, this.directory.path(), LockOptions.defaults());
		this.claims = ClaimDirectory.open(this.directory.path(), this.runtime);
		this.board = new WaitRegistry(this.runtime, this.activeLocks, this.directory.path());
		this.endpoint = endpoint(this.named);
	}

	private LocksEndpoint endpoint(NamedLocks named) {
		LockBeans beans = beans(this.runtime, this.activeLocks, named, this.board);
		return new LocksEndpoint(beans, new LockBreaker(beans, (event) -> {
		}), Show.NEVER);
	}

	private static LockBeans beans(LockRuntime runtime, ActiveLocks activeLocks, NamedLocks named, WaitRegistry board) {
		return new LockBeans(TestParts.of(runtime, activeLocks, named), board, Optional::empty, Optional::empty, null,
				null);
	}

	@AfterEach
	void close() {
		this.board.close();
		this.claims.close();
		this.named.close();
	}

	@Test
	void whatTheSystemLacksIsShownAndLocksAreFoundAllTheSame() {
		Platform real = Platforms.current();
		PlatformTraits traits = new PlatformTraits("Plan 9",
				EnumSet.complementOf(EnumSet.of(PlatformFeature.CASE_SENSITIVE_NAMES, PlatformFeature.FILE_EVENTS)));
		LockRuntime lesser = LockRuntime
			.builder(new Platform(real.files(), real.processes(), real.wakes(), real.watches(), real.spawns(), traits))
			.build();
		try (NamedLocks locks = new NamedLocks(lesser, this.directory.path(), LockOptions.defaults());
				ClaimDirectory leaders = ClaimDirectory.open(this.directory.path(), lesser);
				LockHold hold = locks.lock("Job", "A").tryAcquire().orElseThrow();
				ClaimHold claim = leaders.claim("Leader").tryAcquire().orElseThrow()) {
			LockBeans beans = beans(lesser, this.activeLocks, locks, this.board);
			LocksEndpoint asked = new LocksEndpoint(beans, new LockBreaker(beans, (event) -> {
			}), Show.ALWAYS);
			assertThat(asked.locks().process().platform()).isEqualTo("Plan 9");
			assertThat(asked.locks().process().degraded()).containsExactly("changes of files are polled");
			assertThat(asked.locks().directory().locks()).extracting(LockDescriptor::name)
				.containsExactly("Job", "Leader");
			assertThat(asked.lock(new String[] { "Job", "A" }, null, null))
				.extracting(LockDescriptor::key, LockDescriptor::path)
				.containsExactly("A", hold.id().path().toString());
			assertThat(asked.lock(new String[] { "Leader" }, null, "claim")).extracting(LockDescriptor::path)
				.isEqualTo(claim.id().path().toString());
		}
	}

	@Test
	void theProcessIsDescribed() {
		assertThat(locks(LocksQuery.ALL, false).process()).satisfies((process) -> {
			assertThat(process.pid()).isEqualTo(PID);
			assertThat(process.startedAt()).isNotNull();
			assertThat(process.command()).endsWith("/java");
			assertThat(process.platform()).isEqualTo("Linux");
			assertThat(process.degraded()).isEmpty();
		});
		assertThat(locks(LocksQuery.ALL, true).process().command()).contains("/java ");
	}

	@Test
	void theDirectoryOfALockWithAPathOfItsOwnIsAValue(@TempDir Path customer) throws Exception {
		try (LockHold hold = this.locks.lock(customer.resolve("job.held")).tryAcquire().orElseThrow();
				LockHold named = this.named.lock("catalog").tryAcquire().orElseThrow()) {
			CompletableFuture<LockHold> waiter = this.locks.lock(hold.id().path()).acquireAsync(Duration.ofMinutes(1));
			await().until(() -> !locks(LocksQuery.ALL, false).waiting().isEmpty());
			assertThat(locks(LocksQuery.ALL, false).held()).extracting(HoldDescriptor::path)
				.containsExactlyInAnyOrder("******/job.held", named.id().path().toString());
			assertThat(locks(LocksQuery.ALL, false).waiting()).singleElement()
				.satisfies((waiting) -> assertThat(waiting.path()).isEqualTo("******/job.held"));
			assertThat(locks(LocksQuery.ALL, true).held()).extracting(HoldDescriptor::path)
				.contains(hold.id().path().toString());
			waiter.cancel(true);
		}
	}

	@Test
	void whatIsHeldIsShown() {
		try (LockHold hold = this.named.lock("catalog", "a/b").tryAcquire().orElseThrow()) {
			assertThat(locks(LocksQuery.ALL, true).held()).singleElement().satisfies((held) -> {
				assertThat(held.type()).isEqualTo("named");
				assertThat(held.name()).isEqualTo("catalog");
				assertThat(held.key()).isEqualTo("a/b");
				assertThat(held.path()).isEqualTo(file("catalog", "a/b").toString());
				assertThat(held.since()).isEqualTo(hold.acquiredAt());
				assertThat(held.fencingToken()).isEqualTo(hold.fencingToken());
			});
			assertThat(locks(true)).singleElement().satisfies((lock) -> {
				assertThat(lock.name()).isEqualTo("catalog");
				assertThat(lock.key()).isEqualTo("a/b");
				assertThat(lock.state()).isEqualTo("held");
				assertThat(lock.holders()).singleElement().satisfies((shown) -> {
					assertThat(shown.pid()).isEqualTo(PID);
					assertThat(shown.confidence()).isEqualTo("confirmed");
				});
			});
		}
		assertThat(locks(LocksQuery.ALL, true).held()).isEmpty();
		assertThat(locks(true)).isEmpty();
	}

	@Test
	void keysAndArgumentsAreValues() {
		try (LockHold hold = this.named.lock("catalog", "secret").tryAcquire().orElseThrow()) {
			LocksDescriptor shown = locks(LocksQuery.ALL, false);
			assertThat(shown.toString()).contains("catalog").doesNotContain("secret", "-cp", "surefire");
			assertThat(shown.held().get(0).path()).endsWith("/catalog.******.flock");
			assertThat(shown.directory().locks().get(0).key()).isEqualTo("******");
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void waitsNameTheirHolders() throws Exception {
		try (LockHold hold = OtherHolder.of(this.named, file("catalog", null))) {
			Thread waiter = new Thread(this::waitForCatalog, "the waiter");
			waiter.start();
			await().until(() -> !this.activeLocks.waits().isEmpty());
			assertThat(locks(LocksQuery.ALL, false).waiting()).singleElement().satisfies((wait) -> {
				assertThat(wait.name()).isEqualTo("catalog");
				assertThat(wait.key()).isNull();
				assertThat(wait.thread()).isEqualTo("the waiter");
				assertThat(wait.holders()).singleElement().satisfies((shown) -> assertThat(shown.pid()).isEqualTo(PID));
			});
			waiter.interrupt();
			waiter.join();
			assertThat(hold.isHeld()).isTrue();
		}
	}

	private void waitForCatalog() {
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> this.named.lock("catalog").acquire(Duration.ofSeconds(30)).close());
	}

	@Test
	void waitsNameTheHolderOfAFileThatNobodyHasLockedAsTheDirectoryDoes() throws Exception {
		Files.writeString(heldFile("catalog"),
				PID + " 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
		Thread waiter = new Thread(
				() -> assertThatExceptionOfType(InterruptedException.class)
					.isThrownBy(() -> this.locks.lock(heldFile("catalog")).acquire(Duration.ofSeconds(30)).close()),
				"the waiter");
		waiter.start();
		await().until(() -> !this.activeLocks.waits().isEmpty());
		LocksDescriptor shown = locks(LocksQuery.ALL, false);
		assertThat(shown.waiting()).singleElement().satisfies((wait) -> {
			assertThat(wait.holders()).extracting(HolderDescriptor::pid, HolderDescriptor::confidence)
				.containsExactly(tuple(PID, "self-reported"));
			assertThat(wait.holders()).isEqualTo(shown.directory().locks().get(0).holders());
		});
		waiter.interrupt();
		waiter.join();
	}

	@Test
	void whatAHolderLeftLongAgoIsStale() throws Exception {
		Files.writeString(heldFile("left"), "17 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.state()).isEqualTo("unverified");
			assertThat(lock.since()).isEqualTo("2026-01-01T00:00:00Z");
			assertThat(lock.holders()).extracting(HolderDescriptor::pid, HolderDescriptor::confidence)
				.containsExactly(tuple(17L, "self-reported"));
		});
		Files.setLastModifiedTime(heldFile("left"), FileTime.from(Instant.now().minusSeconds(3600)));
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.name()).isEqualTo("left.held");
			assertThat(lock.state()).isEqualTo("stale");
			assertThat(lock.ageMillis()).isGreaterThan(3_500_000);
		});
	}

	@Test
	void claimsAreShownToo() {
		try (ClaimHold claim = acquire("order/7")) {
			assertThat(locks(true)).singleElement().satisfies((lock) -> {
				assertThat(lock.type()).isEqualTo("claim");
				assertThat(lock.name()).isEqualTo("order/7");
				assertThat(lock.key()).isNull();
				assertThat(lock.content()).isEqualTo("me");
				assertThat(lock.state()).isEqualTo("held");
				assertThat(lock.holders()).singleElement().satisfies((shown) -> assertThat(shown.pid()).isEqualTo(PID));
			});
			assertThat(locks(false)).singleElement().satisfies((lock) -> {
				assertThat(lock.name()).as("identifies the claim").isEqualTo("order/7");
				assertThat(lock.path()).isEqualTo(claim.id().path().toString());
				assertThat(lock.content()).as("a value").isNull();
			});
			assertThat(locks(LocksQuery.ALL, false).held()).singleElement().satisfies((held) -> {
				assertThat(held.name()).isEqualTo("order/7");
				assertThat(held.path()).isEqualTo(claim.id().path().toString());
			});
		}
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.state()).isEqualTo("free");
			assertThat(lock.holders()).isEmpty();
		});
	}

	@Test
	void aClaimThatWasLeftToAChildIsTheChilds() throws Exception {
		Process child = acquire("order/7").transferTo(new ProcessBuilder("cat"));
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.state()).isEqualTo("held");
			assertThat(lock.holders()).singleElement().satisfies((shown) -> {
				assertThat(shown.pid()).isEqualTo(child.pid());
				assertThat(shown.command()).contains("cat");
			});
		});
		assertThat(locks(LocksQuery.ALL, true).held()).isEmpty();
		child.outputWriter().close();
		assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void aClaimWithAGateAndNoAnnounceIsBeingAcquired() throws Exception {
		acquire("order/7").close();
		Files.delete(this.directory.path().resolve("order%2F7.live.lock"));
		try (LockHold gate = OtherHolder.of(this.named, file("catalog", null))) {
			Files.createLink(this.directory.path().resolve("gate.lock"), gate.id().path());
			assertThat(locks(true)).extracting(LockDescriptor::name, LockDescriptor::state)
				.containsExactly(tuple("catalog", "held"), tuple("gate", "acquiring"), tuple("order/7", "free"));
			assertThat(locks(true).get(1).holders()).extracting(HolderDescriptor::pid).containsExactly(PID);
		}
	}

	@Test
	void aClaimWithoutItsGateIsDamagedByWhoHasTheAnnounce() throws Exception {
		try (ClaimHold claim = acquire("order/7")) {
			Files.delete(claim.id().path());
			assertThat(locks(true)).singleElement().satisfies((lock) -> {
				assertThat(lock.name()).isEqualTo("order/7");
				assertThat(lock.state()).isEqualTo("malformed");
				assertThat(lock.holders()).extracting(HolderDescriptor::pid).containsExactly(PID);
			});
		}
	}

	@Test
	void aClaimWhoseNameIsADigestIsShownByIt() {
		try (ClaimHold claim = acquire("k".repeat(300))) {
			assertThat(locks(true)).singleElement()
				.satisfies((lock) -> assertThat(claim.id().path()).hasFileName(lock.name() + ".lock"));
		}
	}

	private ClaimHold acquire(String key) {
		return this.claims.claim(key, "me".getBytes(StandardCharsets.UTF_8)).tryAcquire().orElseThrow();
	}

	@Test
	void oddFilesFailNothing() throws Exception {
		Files.createDirectory(this.directory.path().resolve("directory.held"));
		Files.createSymbolicLink(this.directory.path().resolve("link.held"), Path.of("/nowhere"));
		Files.writeString(this.directory.path().resolve("%zz.%.held"), "?");
		Files.createDirectory(this.directory.path().resolve("directory.flock"));
		Files.createSymbolicLink(this.directory.path().resolve("link.flock"), Path.of("/nowhere"));
		Files.writeString(this.directory.path().resolve("%zz.%.flock"), "?");
		Files.createDirectory(this.directory.path().resolve("directory.lock"));
		Files.createSymbolicLink(this.directory.path().resolve("link.lock"), Path.of("/nowhere"));
		Files.writeString(this.directory.path().resolve("notes.txt"), "");
		assertThat(locks(true)).extracting(LockDescriptor::name)
			.containsExactly("%zz.%.held", "directory.held", "link.held");
		assertThat(locks(true)).extracting(LockDescriptor::state).containsExactly("malformed", "unknown", "unknown");
	}

	@Test
	@Timeout(60)
	void contentOfGigabytesIsAProblemOfItsClaimAndNoFailure() throws Exception {
		try (ClaimHold claim = acquire("huge");
				ClaimHold large = this.claims.claim("large", new byte[100_000]).tryAcquire().orElseThrow();
				RandomAccessFile gate = new RandomAccessFile(claim.id().path().toFile(), "rw")) {
			gate.setLength(3L << 30);
			assertThat(locks(true)).extracting(LockDescriptor::name, LockDescriptor::state)
				.containsExactly(tuple("huge", "held"), tuple("large", "held"));
			assertThat(locks(true).get(0).problem()).contains("has more than 16777216 bytes");
			assertThat(locks(true).get(1).problem()).contains("100000 bytes is not shown");
			assertThat(large.isHeld()).isTrue();
		}
	}

	@Test
	@Timeout(60)
	void aCrowdInNoticesIsReadInPartAndThatIsSaid() throws Exception {
		Path records = Files.createDirectories(this.directory.path().resolve(WaitRegistry.DIRECTORY));
		String waits = "wait\theld-file\ta\t%2Fa\t1\t\tt\t\t%2Fa\n".repeat(25_000);
		try (FlockCommand one = record(records.resolve("5-1"), waits);
				FlockCommand two = record(records.resolve("5-2"), waits);
				FlockCommand three = record(records.resolve("5-3"), waits)) {
			LocksDescriptor shown = locks(LocksQuery.ALL, false);
			assertThat(shown.directory().problem()).contains("the rest is left out");
			assertThat(shown.deadlocks()).isNotNull();
			assertThat(List.of(one, two, three)).hasSize(3);
		}
	}

	private static FlockCommand record(Path file, String waits) throws IOException {
		return FlockCommand.of(Files.writeString(file, "latchkey-waits\t1\t5\t1\n" + waits));
	}

	@Test
	void namesThatAreNoTextInTheLocaleAreShownEscaped() {
		this.claims.close();
		for (String ending : List.of(".held", ".lock")) {
			OddName.createIn(this.directory.path(), ending);
		}
		try (ForkedJvm other = ForkedJvm.startWithEnvironment(Map.of("LC_ALL", "C"), Looker.class,
				this.directory.path().toString())) {
			assertThat(other.answer()).isEqualTo("UP held-file:" + OddName.ESCAPED + ".held:unverified claim:"
					+ OddName.ESCAPED + ":free problem:null");
			assertThat(other.awaitEnd()).contains("no text in").contains("LC_ALL=C.UTF-8");
		}
	}

	@Test
	void aVanishedDirectoryIsAProblemAndNoFailure() throws Exception {
		Files.delete(this.directory.path());
		assertThat(locks(LocksQuery.ALL, true).directory()).satisfies((directory) -> {
			assertThat(directory.problem()).contains("NoSuchFile");
			assertThat(directory.locks()).isEmpty();
		});
	}

	@Test
	void holdsAndWaitsTellTheirThreadTheirPlaceAndOnDemandTheirStack() throws Exception {
		try (LockHold hold = OtherHolder.of(this.named, file("catalog", null))) {
			Thread waiter = new Thread(() -> {
				boolean unused = LockCaller.at("Catalog.update", () -> {
					waitForCatalog();
					return true;
				});
			}, "the waiter");
			waiter.start();
			await().until(() -> !this.activeLocks.waits().isEmpty());
			LocksQuery withStacks = LocksQuery.of(null, null, null, null, null, true);
			assertThat(locks(withStacks, true).waiting()).singleElement().satisfies((wait) -> {
				assertThat(wait.callSite()).isEqualTo("Catalog.update");
				assertThat(wait.until()).isAfter(wait.since());
				assertThat(wait.stack()).anyMatch((frame) -> frame.contains("waitForCatalog"));
			});
			assertThat(locks(withStacks, true).held()).singleElement().satisfies((held) -> {
				assertThat(held.thread()).isNotNull();
				assertThat(held.waiters()).singleElement().satisfies((waiting) -> {
					assertThat(waiting.process().pid()).isEqualTo(PID);
					assertThat(waiting.thread()).isEqualTo("the waiter");
					assertThat(waiting.callSite()).isEqualTo("Catalog.update");
				});
			});
			assertThat(locks(withStacks, false).waiting().get(0).stack()).as("a stack is a value").isNull();
			assertThat(locks(true).get(0).waiters()).hasSize(1);
			waiter.interrupt();
			waiter.join();
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void aDeadlockOfTwoThreadsIsShown() throws Exception {
		CountDownLatch bothHold = new CountDownLatch(2);
		Thread one = holdAndWait("a", "b", bothHold);
		Thread two = holdAndWait("b", "a", bothHold);
		await().until(() -> this.activeLocks.waits().size() == 2);
		assertThat(locks(LocksQuery.ALL, false).deadlocks()).singleElement().satisfies((deadlock) -> {
			assertThat(deadlock.temporary()).isTrue();
			assertThat(deadlock.members()).extracting((member) -> member.thread())
				.containsExactlyInAnyOrder("holds a", "holds b");
			assertThat(deadlock.members()).extracting((member) -> member.name()).containsExactlyInAnyOrder("a", "b");
		});
		one.interrupt();
		one.join();
		two.join();
		assertThat(locks(LocksQuery.ALL, false).deadlocks()).isEmpty();
	}

	private Thread holdAndWait(String held, String wanted, CountDownLatch bothHold) {
		Thread thread = new Thread(() -> {
			try (LockHold hold = this.named.lock(held).acquire()) {
				assertThat(hold.isHeld()).isTrue();
				bothHold.countDown();
				bothHold.await();
				this.named.lock(wanted).acquire(Duration.ofSeconds(30)).close();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "holds " + held);
		thread.start();
		return thread;
	}

	@Test
	void whoIsBlockedInTheKernelAndTellsNothingIsAWaiterToo() throws Exception {
		try (LockHold hold = OtherHolder.of(this.named, file("catalog", null))) {
			Process peer = new ProcessBuilder("flock", hold.id().path().toString(), "true").start();
			await().until(() -> !locks(false).get(0).waiters().isEmpty());
			assertThat(locks(false).get(0).waiters()).singleElement().satisfies((waiter) -> {
				assertThat(waiter.process().pid()).isEqualTo(peer.pid());
				assertThat(waiter.process().command()).endsWith("flock");
				assertThat(waiter.process().user()).isEqualTo(System.getProperty("user.name"));
				assertThat(waiter.thread()).isNull();
			});
			peer.destroyForcibly();
			assertThat(peer.waitFor(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void theFilesOfForeignProgramsAreShownWithTheirHolders() throws Exception {
		Path record = heldFile("foreign");
		Process holder = new ProcessBuilder("flock", gate("foreign.lock").toString(), "flock",
				gate("foreign.live.lock").toString(), "sh", "-c", "echo up; cat")
			.start();
		assertThat(holder.inputReader().readLine()).isEqualTo("up");
		Files.writeString(record, holder.pid() + " 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
		assertThat(locks(true)).extracting(LockDescriptor::type, LockDescriptor::state)
			.containsExactly(tuple("claim", "held"), tuple("held-file", "unverified"));
		assertThat(locks(true).get(0).holders()).extracting(HolderDescriptor::pid).containsExactly(holder.pid());
		assertThat(locks(true).get(1).holders())
			.extracting(HolderDescriptor::pid, HolderDescriptor::confidence, (shown) -> shown.command())
			.containsExactly(tuple(holder.pid(), "self-reported", locks(true).get(0).holders().get(0).command()));
		holder.outputWriter().close();
		assertThat(holder.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(locks(true).get(0).state()).isEqualTo("free");
	}

	@ParameterizedTest
	@ValueSource(strings = { "claim", "registry", "writer", "nonsense" })
	void aHeldFileIsNotBrokenWhereALockOfAnotherKindIsMeant(String type) throws Exception {
		Files.writeString(heldFile("left"), "17 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
		Files.setLastModifiedTime(heldFile("left"), FileTime.from(Instant.now().minusSeconds(3600)));
		String[] left = { "left.held" };
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.breakLock(left, null, "a test", type))
			.withMessageContaining(type)
			.withMessageContaining("held-file");
		assertThat(this.endpoint.breakLock(left, null, "a test", null)).as("a named lock").isNull();
		assertThat(heldFile("left")).exists();
		assertThat(this.endpoint.breakLock(left, null, "a test", "held-file"))
			.satisfies((answer) -> assertThat(answer.broken()).isTrue());
		assertThat(heldFile("left")).doesNotExist();
	}

	@Test
	void aFileThatAForeignProgramHasLockedIsHeldAndIsNotBroken() throws Exception {
		isHeldAndIsNotBroken(heldFile("foreign"), "foreign.held", "held-file");
		isHeldAndIsNotBroken(file("foreign", null), "foreign", null);
	}

	private void isHeldAndIsNotBroken(Path file, String name, @Nullable String type) throws Exception {
		Files.createFile(file);
		Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
		try (FlockCommand holder = FlockCommand.of(file)) {
			assertThat(locks(true)).filteredOn((lock) -> lock.name().equals(name)).singleElement().satisfies((lock) -> {
				assertThat(lock.fencingToken()).isNull();
				assertThat(lock.state()).isEqualTo("held");
				assertThat(lock.holders()).extracting(HolderDescriptor::pid, HolderDescriptor::confidence)
					.containsExactly(tuple(holder.pid(), "confirmed"));
			});
			assertThat(this.endpoint.breakLock(new String[] { name }, null, "a try", type)).satisfies((answer) -> {
				assertThat(answer.broken()).isFalse();
				assertThat(answer.reason()).contains("is alive").contains("end that process");
			});
			assertThat(file).exists();
		}
	}

	@Test
	void aRequestForNoLockIsRefused() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class)
			.isThrownBy(() -> this.endpoint.lock(new String[0], null, null));
	}

	@Test
	void aLockThatIsAboutToBeHeldForItsStaleAfterCanBeBroken() {
		NamedLock job = this.named.lock("job");
		job.tryAcquire().orElseThrow().close();
		assertThat(locks(true)).as("free locks are not shown").isEmpty();
		PersistentLockFile file = new PersistentLockFile(this.runtime, job.id().path());
		assertThat(file.tryLockOnce()).isEqualTo(TryOutcome.ACQUIRED);
		try {
			assertThat(locks(LocksQuery.of("job", "named", "acquiring", null, null, null), true).directory().locks())
				.singleElement()
				.satisfies((lock) -> assertThat(lock.holders()).extracting(HolderDescriptor::pid).containsExactly(PID));
			assertThat(breakJob(this.endpoint)).satisfies((answer) -> {
				assertThat(answer.broken()).isFalse();
				assertThat(answer.reason()).contains("about to hold it");
			});
			LocksEndpoint impatient = endpoint(new NamedLocks(FaultyCalls.runtimeAmongStopped(), this.directory.path(),
					LockOptions.ofStaleAfter(Duration.ofMillis(200))));
			await().until(() -> breakJob(impatient).broken());
			assertThat(job.tryAcquire()).hasValueSatisfying(LockHold::close);
		}
		finally {
			file.release();
		}
	}

	private static BreakDescriptor breakJob(LocksEndpoint endpoint) {
		return Objects.requireNonNull(endpoint.breakLock(new String[] { "job" }, null, "a test", null));
	}

	private Path gate(String name) {
		return this.directory.path().resolve(name);
	}

	@Test
	void thatItCannotBeToldWhoWaitsElsewhereIsAProblemAndNoFailure() throws Exception {
		Files.createFile(this.directory.path().resolve(WaitRegistry.DIRECTORY));
		try (LockHold hold = this.named.lock("catalog").tryAcquire().orElseThrow()) {
			assertThat(locks(LocksQuery.ALL, true).deadlocks()).isNull();
			LocksDescriptor.DirectoryDescriptor seen = locks(LocksQuery.ALL, true).directory();
			assertThat(seen.problem()).contains(WaitRegistry.DIRECTORY);
			assertThat(seen.locks()).hasSize(1);
			assertThat(hold.isHeld()).isTrue();
		}
	}

	private List<LockDescriptor> locks(boolean showValues) {
		return locks(LocksQuery.ALL, showValues).directory().locks();
	}

	private LocksDescriptor locks(LocksQuery query, boolean showValues) {
		return this.endpoint.locks(query, showValues);
	}

	private Path file(String name, @Nullable String key) {
		return this.named.lock(name, key).id().path();
	}

	private Path heldFile(String name) {
		return this.directory.path().resolve(name + ".held");
	}

	/**
	 * A process that looks at a directory and tells what it sees.
	 */
	static final class Looker {

		private Looker() {
		}

		public static void main(String... arguments) {
			ActiveLocks activeLocks = new ActiveLocks();
			LockRuntime runtime = LockRuntime.builder().listeners(List.of(activeLocks)).build();
			NamedLocks named = new NamedLocks(runtime, Path.of(arguments[0]), LockOptions.defaults());
			LockBeans beans = beans(runtime, activeLocks, named, new WaitRegistry(runtime, activeLocks, named.path()));
			LocksEndpoint endpoint = new LocksEndpoint(beans, new LockBreaker(beans, (event) -> {
			}), Show.ALWAYS);
			LocksDescriptor.DirectoryDescriptor seen = endpoint.locks().directory();
			String shown = seen.locks()
				.stream()
				.sorted(Comparator.comparing(LockDescriptor::type).reversed())
				.map((lock) -> " " + lock.type() + ":" + lock.name() + ":" + lock.state())
				.collect(Collectors.joining());
			ForkedJvm.reply(new LocksHealthIndicator(beans, new LockTroubles(), null).health().getStatus() + shown
					+ " problem:" + seen.problem());
		}

	}

}
