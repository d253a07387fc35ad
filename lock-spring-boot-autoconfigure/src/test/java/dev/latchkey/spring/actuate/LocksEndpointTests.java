package dev.latchkey.spring.actuate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.Show;

import dev.latchkey.LockHold;
import dev.latchkey.LockLedger;
import dev.latchkey.claim.Claim;
import dev.latchkey.claim.ClaimDirectory;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.heldfile.HeldFileLocks;
import dev.latchkey.heldfile.HeldFileOptions;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.OwnerDescriptor;

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
	private LocksEndpoint endpoint;

	@BeforeEach
	void create(@TempDir Path temporary) {
		this.directory = new LockDirectory(this.runtime, temporary.resolve("locks"));
		this.claims = ClaimDirectory.open(this.directory.path(), this.runtime);
		this.endpoint = new LocksEndpoint(this.runtime, this.ledger, this.directory, this.claims, Show.NEVER);
	}

	@AfterEach
	void close() {
		this.claims.close();
	}

	@Test
	void theProcessIsDescribed() {
		assertThat(this.endpoint.locks(false).process()).satisfies((process) -> {
			assertThat(process.pid()).isEqualTo(PID);
			assertThat(process.startedAt()).isNotNull();
			assertThat(process.command()).endsWith("/java");
		});
		assertThat(this.endpoint.locks(true).process().command()).contains("/java ");
	}

	@Test
	void whatIsHeldIsShown() {
		try (LockHold hold = this.locks.tryAcquire(file("catalog", "a/b")).orElseThrow()) {
			assertThat(this.endpoint.locks(true).held()).singleElement().satisfies((held) -> {
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
		assertThat(this.endpoint.locks(true).held()).isEmpty();
		assertThat(locks(true)).isEmpty();
	}

	@Test
	void keysAndArgumentsAreValues() {
		try (LockHold hold = this.locks.tryAcquire(file("catalog", "secret")).orElseThrow()) {
			LocksDescriptor shown = this.endpoint.locks();
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
			assertThat(this.endpoint.locks(false).waiting()).singleElement().satisfies((wait) -> {
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
	void whatADeadOrForeignHolderLeftIsUnknown() throws Exception {
		Files.writeString(file("left", null), "17 00000000-0000-0000-0000-000000000000 2026-01-01T00:00:00.000Z\n");
		assertThat(locks(true)).singleElement().satisfies((lock) -> {
			assertThat(lock.name()).isEqualTo("left");
			assertThat(lock.state()).isEqualTo("unknown");
			assertThat(lock.owners()).isEmpty();
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
			assertThat(this.endpoint.locks(true).held()).singleElement().satisfies((held) -> {
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
		assertThat(this.endpoint.locks(true).held()).isEmpty();
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
		assertThat(locks(true)).extracting(LockDescriptor::state).containsOnly("unknown");
	}

	@Test
	void aVanishedDirectoryIsAProblemAndNoFailure() throws Exception {
		Files.delete(this.directory.path());
		assertThat(this.endpoint.locks(true).directory()).satisfies((directory) -> {
			assertThat(directory.problem()).contains("NoSuchFile");
			assertThat(directory.locks()).isEmpty();
		});
	}

	private List<LockDescriptor> locks(boolean showValues) {
		return this.endpoint.locks(showValues).directory().locks();
	}

	private Path file(String name, @Nullable String key) {
		return this.directory.file(new LockName(name, key));
	}

}
