package dev.latchkey.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.process.LockTableView;

import static org.assertj.core.api.Assertions.assertThat;

class StandingLockFileTests {

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	@Test
	void aFileThatIsKeptOpenIsNotTheLockOnceItsNameIsGone() throws IOException {
		StandingLockFile keptOpen = file();
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		keptOpen.unlock();
		Files.delete(path());
		StandingLockFile other = file();
		assertThat(other.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.MOVED);
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.BUSY);
		other.release();
		assertThat(keptOpen.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		keptOpen.release();
	}

	@Test
	void aWaiterWhoGetsAFileWithoutANameGoesOnToTheOneThatHasIt() throws Exception {
		StandingLockFile holder = file();
		assertThat(holder.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		StandingLockFile waiter = file();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> lock(waiter));
		Awaitility.await().until(() -> LockTableView.waiters(path()) == 1);
		Files.delete(path());
		StandingLockFile other = file();
		assertThat(other.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		holder.release();
		Awaitility.await().until(() -> LockTableView.waiters(path()) == 1);
		assertThat(waiting).isNotDone();
		other.release();
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
		assertThat(waiter.isNamed()).isTrue();
		waiter.release();
	}

	@Test
	void aWaiterNoticesThatTheFileItWaitsForLostItsName() throws Exception {
		StandingLockFile holder = file();
		assertThat(holder.tryLock(Duration.ofSeconds(1))).isEqualTo(TryOutcome.ACQUIRED);
		StandingLockFile waiter = file();
		CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> lock(waiter));
		Awaitility.await().until(() -> LockTableView.waiters(path()) == 1);
		Files.delete(path());
		assertThat(waiting.get(1, TimeUnit.MINUTES)).isTrue();
		assertThat(holder.isNamed()).isFalse();
		assertThat(waiter.isNamed()).isTrue();
		waiter.release();
		holder.release();
	}

	private static boolean lock(StandingLockFile file) {
		try {
			return file.lock(Deadline.after(Duration.ofMinutes(1)));
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private StandingLockFile file() {
		return new StandingLockFile(this.runtime, path());
	}

	private Path path() {
		return this.directory.resolve("lock");
	}

}
