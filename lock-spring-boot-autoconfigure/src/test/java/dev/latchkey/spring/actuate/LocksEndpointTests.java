package dev.latchkey.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.Show;

import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockLedger;
import dev.latchkey.claim.Claim;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.heldfile.HeldFileLocks;
import dev.latchkey.heldfile.HeldFileOptions;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.OwnerDescriptor;
import dev.latchkey.waits.WaitBoard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

class LocksEndpointTests {

	private static final long PID = ProcessHandle.current().pid();

	private final LockLedger ledger = new LockLedger();

	private final LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.ledger)).build();

	private final HeldFileLocks locks = new HeldFileLocks(this.runtime, HeldFileOptions.defaults());

	@SuppressWarnings("NullAway.Init")
	private LockDirectory directory;

	@SuppressWarnings("NullAway.Init")
	private ClaimDirectory claims;

	@SuppressWarnings("NullAway.Init")
	private WaitBoard board;

	@SuppressWarnings("NullAway.Init")
	private LocksEndpoint endpoint;

	@BeforeEach
	void create(@TempDir Path temporary) {
		this.directory = new LockDirectory(this.runtime, temporary.resolve("locks"));
		this.claims = ClaimDirectory.open(this.directory.path(), this.runtime);
		this.board = new WaitBoard(this.runtime, this.ledger, this.directory.path());
		this.endpoint = new LocksEndpoint(new LockBeans(this.runtime, this.ledger, this.directory, this.locks,
				this.claims, this.board, null, null, null, null), new LockBreaker(this.locks, (event) -> {
				}), Show.NEVER);
	}

	@AfterEach
	void close() {
		this.board.close();
		this.claims.close();
	}

	@Test
	void theProcessIsDescribed() {
		assertThat(locks(LocksQuery.ALL, false).process()).satisfies((process) -> {
			assertThat(process.pid()).isEqualTo(PID);
			assertThat(process.startedAt()).isNotNull();
			assertThat(process.command()).endsWith("/java");
		});
		assertThat(locks(LocksQuery.ALL, true).process().command()).contains("/java ");
	}

	@Test
	void whatIsHeldIsShown() {
		try (LockHold hold = this.locks.tryAcquire(file("catalog", "a/b")).orElseThrow()) {
			assertThat(locks(LocksQuery.ALL, true).held()).singleElement().satisfies((held) -> {
				assertThat(held.kind()).isEqualTo("held-file");
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
				assertThat(lock.owners()).singleElement().satisfies((owner) -> {
					assertThat(owner.pid()).isEqualTo(PID);
					assertThat(owner.confidence()).isEqualTo("confirmed");
				});
			});
		}
		assertThat(locks(LocksQuery.ALL, true).held()).isEmpty();
		assertThat(locks(true)).isEmpty();
	}

	@Test
	void keysAndArgumentsAreValues() {
		try (LockHold hold = this.locks.tryAcquire(file("catalog", "secret")).orElseThrow()) {
			LocksDescriptor shown = locks(LocksQuery.ALL, false);
			assertThat(shown.toString()).contains("catalog").doesNotContain("secret", "-cp", "surefire");
			assertThat(shown.held().get(0).path()).endsWith("/catalog.******.held");
			assertThat(shown.directory().locks().get(0).key()).isEqualTo("******");
			assertThat(hold.isHeld()).isTrue();
		}
	}

	@Test
	void waitsNameTheirOwners() throws Exception {
		try (LockHold hold = OtherHolder.of(this.locks, file("catalog", null))) {
			Thread waiter = new Thread(this::waitForCatalog, "the waiter");
			waiter.start();
			await().until(() -> !this.ledger.waits().isEmpty());
			assertThat(locks(LocksQuery.ALL, false).waiting()).singleElement().satisfies((wait) -> {
				assertThat(wait.name()).isEqualTo("catalog");
				assertThat(wait.key()).isNull();
				assertThat(wait.thread()).isEqualTo("the waiter");
				assertThat(wait.owners()).singleElement().satisfies((owner) -> assertThat(owner.pid()).isEqualTo(PID));
			});
			waiter.interrupt();
			waiter.join();
			assertThat(hold.isHeld()).isTrue();
		}
	}

	private void waitForCatalog() {
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> this.locks.acquire(file("catalog", null), Duration.ofSeconds(30)).close());
	}

	@Test
	void whatAHolderLeftLongAgoIsStale() throws Exception {
		Files.writeString(file("left", null), "17 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.state()).isEqualTo("foreign");
			assertThat(lock.since()).isEqualTo("2026-01-01T00:00:00Z");
			assertThat(lock.owners()).extracting(OwnerDescriptor::pid, OwnerDescriptor::confidence)
				.containsExactly(tuple(17L, "announced"));
		});
		Files.setLastModifiedTime(file("left", null), FileTime.from(Instant.now().minusSeconds(3600)));
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.name()).isEqualTo("left");
			assertThat(lock.state()).isEqualTo("stale");
			assertThat(lock.ageMillis()).isGreaterThan(3_500_000);
		});
	}

	@Test
	void claimsAreShownToo() {
		try (Claim claim = acquire("order/7")) {
			assertThat(locks(true)).singleElement().satisfies((lock) -> {
				assertThat(lock.kind()).isEqualTo("claim");
				assertThat(lock.key()).isEqualTo("order/7");
				assertThat(lock.state()).isEqualTo("held");
				assertThat(lock.owners()).singleElement().satisfies((owner) -> assertThat(owner.pid()).isEqualTo(PID));
			});
			assertThat(locks(false)).singleElement().satisfies((lock) -> assertThat(lock.key()).isEqualTo("******"));
			assertThat(locks(LocksQuery.ALL, true).held()).singleElement().satisfies((held) -> {
				assertThat(held.key()).isEqualTo("order/7");
				assertThat(held.path()).isEqualTo(claim.id().path().toString());
			});
		}
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.state()).isEqualTo("free");
			assertThat(lock.owners()).isEmpty();
		});
	}

	@Test
	void aClaimThatWasLeftToAChildIsTheChilds() throws Exception {
		Process child = acquire("order/7").transferTo(new ProcessBuilder("cat"));
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.state()).isEqualTo("held");
			assertThat(lock.owners()).singleElement().satisfies((owner) -> {
				assertThat(owner.pid()).isEqualTo(child.pid());
				assertThat(owner.command()).contains("cat");
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
		try (LockHold gate = OtherHolder.of(this.locks, file("catalog", null))) {
			Files.createLink(this.directory.path().resolve("gate.lock"), gate.id().path());
			assertThat(locks(true)).extracting(LockDescriptor::key, LockDescriptor::state)
				.containsExactly(tuple("gate", "acquiring"), tuple("order/7", "free"), tuple(null, "held"));
			assertThat(locks(true).get(0).owners()).extracting(OwnerDescriptor::pid).containsExactly(PID);
		}
	}

	@Test
	void aClaimWithoutItsGateIsDamagedByWhoHasTheAnnounce() throws Exception {
		try (Claim claim = acquire("order/7")) {
			Files.delete(claim.id().path());
			assertThat(locks(true)).singleElement().satisfies((lock) -> {
				assertThat(lock.key()).isEqualTo("order/7");
				assertThat(lock.state()).isEqualTo("damaged");
				assertThat(lock.owners()).extracting(OwnerDescriptor::pid).containsExactly(PID);
			});
		}
	}

	@Test
	void aClaimWhoseNameIsADigestIsShownByIt() {
		try (Claim claim = acquire("k".repeat(300))) {
			assertThat(locks(true)).singleElement()
				.satisfies((lock) -> assertThat(claim.id().path()).hasFileName(lock.key() + ".lock"));
		}
	}

	private Claim acquire(String key) {
		return this.claims.tryAcquire(key, "me".getBytes(StandardCharsets.UTF_8)).orElseThrow();
	}

	@Test
	void oddFilesFailNothing() throws Exception {
		Files.createDirectory(this.directory.path().resolve("directory.held"));
		Files.createSymbolicLink(this.directory.path().resolve("link.held"), Path.of("/nowhere"));
		Files.writeString(this.directory.path().resolve("%zz.%.held"), "?");
		Files.createDirectory(this.directory.path().resolve("directory.lock"));
		Files.createSymbolicLink(this.directory.path().resolve("link.lock"), Path.of("/nowhere"));
		Files.writeString(this.directory.path().resolve("notes.txt"), "");
		assertThat(locks(true)).extracting(LockDescriptor::name).containsExactly("%zz", "directory", "link");
		assertThat(locks(true)).extracting(LockDescriptor::state).containsExactly("malformed", "unknown", "unknown");
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
		try (LockHold hold = OtherHolder.of(this.locks, file("catalog", null))) {
			Thread waiter = new Thread(() -> {
				boolean unused = LockCaller.at("Catalog.update", () -> {
					waitForCatalog();
					return true;
				});
			}, "the waiter");
			waiter.start();
			await().until(() -> !this.ledger.waits().isEmpty());
			LocksQuery withStacks = LocksQuery.of(null, null, null, null, null, true);
			assertThat(locks(withStacks, true).waiting()).singleElement().satisfies((wait) -> {
				assertThat(wait.place()).isEqualTo("Catalog.update");
				assertThat(wait.until()).isAfter(wait.since());
				assertThat(wait.stack()).anyMatch((frame) -> frame.contains("waitForCatalog"));
			});
			assertThat(locks(withStacks, true).held()).singleElement().satisfies((held) -> {
				assertThat(held.thread()).isNotNull();
				assertThat(held.waiters()).singleElement().satisfies((waiting) -> {
					assertThat(waiting.process().pid()).isEqualTo(PID);
					assertThat(waiting.thread()).isEqualTo("the waiter");
					assertThat(waiting.place()).isEqualTo("Catalog.update");
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
		await().until(() -> this.ledger.waits().size() == 2);
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
			try (LockHold hold = this.locks.acquire(file(held, null))) {
				assertThat(hold.isHeld()).isTrue();
				bothHold.countDown();
				bothHold.await();
				this.locks.acquire(file(wanted, null), Duration.ofSeconds(30)).close();
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
		try (LockHold hold = OtherHolder.of(this.locks, file("catalog", null))) {
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
	void theFilesOfForeignProgramsAreShownWithTheirOwners() throws Exception {
		Path record = file("foreign", null);
		Process holder = new ProcessBuilder("flock", gate("foreign.lock").toString(), "flock",
				gate("foreign.live.lock").toString(), "sh", "-c", "echo up; cat")
			.start();
		assertThat(holder.inputReader().readLine()).isEqualTo("up");
		Files.writeString(record, holder.pid() + " 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
		assertThat(locks(true)).extracting(LockDescriptor::kind, LockDescriptor::state)
			.containsExactly(tuple("claim", "held"), tuple("held-file", "foreign"));
		assertThat(locks(true).get(0).owners()).extracting(OwnerDescriptor::pid).containsExactly(holder.pid());
		assertThat(locks(true).get(1).owners())
			.extracting(OwnerDescriptor::pid, OwnerDescriptor::confidence, (owner) -> owner.command())
			.containsExactly(tuple(holder.pid(), "announced", locks(true).get(0).owners().get(0).command()));
		holder.outputWriter().close();
		assertThat(holder.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(locks(true).get(0).state()).isEqualTo("free");
	}

	@Test
	void aFileThatAForeignProgramHasLockedIsHeldAndIsNotBroken() throws Exception {
		Path file = Files.createFile(file("foreign", null));
		Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
		try (FlockCommand holder = FlockCommand.of(file)) {
			assertThat(locks(true)).singleElement().satisfies((lock) -> {
				assertThat(lock.state()).isEqualTo("held");
				assertThat(lock.owners()).extracting(OwnerDescriptor::pid, OwnerDescriptor::confidence)
					.containsExactly(tuple(holder.pid(), "confirmed"));
			});
			assertThat(this.endpoint.breakLock(new String[] { "foreign" }, null, "a try")).satisfies((answer) -> {
				assertThat(answer.broken()).isFalse();
				assertThat(answer.reason()).contains("is alive").contains("end that process");
			});
			assertThat(file).exists();
		}
	}

	private Path gate(String name) {
		return this.directory.path().resolve(name);
	}

	@Test
	void thatItCannotBeToldWhoWaitsElsewhereIsAProblemAndNoFailure() throws Exception {
		Files.createFile(this.directory.path().resolve(WaitBoard.DIRECTORY));
		try (LockHold hold = this.locks.tryAcquire(file("catalog", null)).orElseThrow()) {
			assertThat(locks(LocksQuery.ALL, true).deadlocks()).isNull();
			LocksDescriptor.DirectoryDescriptor seen = locks(LocksQuery.ALL, true).directory();
			assertThat(seen.problem()).contains(WaitBoard.DIRECTORY);
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
		return this.directory.file(new LockName(name, key));
	}

}
