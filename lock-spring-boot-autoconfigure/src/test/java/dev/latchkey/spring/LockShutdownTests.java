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

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class LockShutdownTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	/** A thread for each task, so that none waits for another. */
	private static final Executor threads = (task) -> {
		Thread thread = new Thread(task, "worker");
		thread.setDaemon(true);
		thread.start();
	};

	private final DrainingAdmission admission = new DrainingAdmission();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private NamedLocks locks;

	@SuppressWarnings("NullAway.Init")
	private LockExecutor executor;

	@SuppressWarnings("NullAway.Init")
	private LockTemplate template;

	@BeforeEach
	void create() {
		this.locks = new NamedLocks(LockRuntime.builder().build(), this.directory, LockOptions.defaults());
		this.executor = executor(null);
		this.template = new LockTemplate(this.executor);
	}

	private LockExecutor executor(@Nullable LockBackend backend) {
		return new LockExecutor(
				(backend != null) ? backend
						: new FileLockBackend(Latchkey.builder().directory(this.locks.path()).build(),
								LockOptions.defaults()),
				() -> new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME), LONG, WhenBusy.THROW,
				ReleaseAfter.TRANSACTION, this.admission);
	}

	private LockShutdown shutdown(Duration timeout) {
		LockShutdown shutdown = new LockShutdown(this.admission, timeout);
		shutdown.start();
		return shutdown;
	}

	@Test
	void nothingIsAcquiredAfterwardsUntilItStartsAgain() {
		LockShutdown shutdown = shutdown(LONG);
		assertThat(runs("job")).isTrue();
		shutdown.stop();
		assertThat(shutdown.isRunning()).isFalse();
		assertThatExceptionOfType(LockShutdownException.class).isThrownBy(() -> runs("job"))
			.withMessageContaining("'" + file("job") + "'")
			.satisfies((ex) -> assertThat(ex.file()).isEqualTo(file("job")));
		shutdown.start();
		assertThat(shutdown.isRunning()).isTrue();
		assertThat(runs("job")).isTrue();
	}

	@Test
	void itWaitsForHoldersWhoMayTakeWhatTheyNeedToEnd() throws Exception {
		LockShutdown shutdown = shutdown(LONG);
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		FutureTask<Boolean> work = run(() -> this.template.executeWithoutResult(LockRequest.of("outer"), () -> {
			entered.countDown();
			end.await();
			assertThat(runs("outer")).as("joined").isTrue();
			assertThat(runs("inner")).as("needed").isTrue();
		}));
		entered.await();
		FutureTask<Boolean> stop = stop(shutdown);
		await().until(() -> isClosed());
		assertThat(stop).isNotDone();
		end.countDown();
		assertThat(work.get()).isTrue();
		assertThat(stop.get()).isTrue();
	}

	@Test
	void aHolderIsInterruptedAfterTheTimeoutAndStillReleasesItself(CapturedOutput output) throws Exception {
		LockShutdown shutdown = shutdown(Duration.ofMillis(20));
		CountDownLatch entered = new CountDownLatch(1);
		AtomicBoolean heldAtTheEnd = new AtomicBoolean();
		FutureTask<Boolean> work = run(() -> this.template.executeWithoutResult(LockRequest.of("job"), () -> {
			entered.countDown();
			try {
				new CountDownLatch(1).await();
			}
			finally {
				heldAtTheEnd.set(LockContext.current().orElseThrow().isHeld());
			}
		}));
		entered.await();
		assertThat(stop(shutdown).get()).isTrue();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(work::get)
			.withCauseInstanceOf(InterruptedException.class);
		assertThat(heldAtTheEnd).isTrue();
		assertThat(output.getAll())
			.contains("Locks are still held 20 ms after", "'" + file("job") + "' by thread 'worker'")
			.doesNotContain("ignores");
		assertThat(lock("job").tryAcquire()).hasValueSatisfying(LockHold::close);
	}

	@Test
	void aHolderThatHeedsNoInterruptKeepsItsLock(CapturedOutput output) throws Exception {
		LockShutdown shutdown = shutdown(Duration.ZERO);
		CountDownLatch entered = new CountDownLatch(1);
		AtomicBoolean end = new AtomicBoolean();
		FutureTask<Boolean> work = run(() -> this.template.executeWithoutResult(LockRequest.of("job"), () -> {
			entered.countDown();
			while (!end.get()) {
				Thread.onSpinWait();
			}
		}));
		entered.await();
		assertThat(stop(shutdown).get()).isTrue();
		assertThat(output.getAll()).contains("ignores its interrupt", "'" + file("job") + "'");
		assertThat(lock("job").tryAcquire()).isEmpty();
		end.set(true);
		assertThat(work.get()).isTrue();
		assertThat(lock("job").tryAcquire()).hasValueSatisfying(LockHold::close);
	}

	@Test
	void thoseWhoWaitAreTurnedAwayAtOnce() throws Exception {
		LockShutdown shutdown = shutdown(LONG);
		try (LockHold other = OtherHolder.of(this.locks, file("job"))) {
			CompletableFuture<Boolean> flag = new CompletableFuture<>();
			FutureTask<Boolean> waiter = run(() -> {
				try {
					return runs("job");
				}
				finally {
					flag.complete(Thread.currentThread().isInterrupted());
				}
			});
			await().until(() -> this.admission.describe().contains("waiting by thread 'worker'"));
			assertThat(stop(shutdown).get()).isTrue();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(waiter::get)
				.withCauseInstanceOf(LockShutdownException.class);
			assertThat(flag).isCompletedWithValue(false);
			assertThat(other.isHeld()).isTrue();
		}
	}

	@Test
	void aHolderWhoWaitsForAnotherLockGoesOnWaiting() throws Exception {
		LockShutdown shutdown = shutdown(LONG);
		LockHold other = OtherHolder.of(this.locks, file("inner"));
		FutureTask<Boolean> work = run(() -> this.template.executeWithoutResult(LockRequest.of("outer"),
				() -> assertThat(runs("inner")).isTrue()));
		await().until(() -> this.admission.describe().contains("waiting by thread 'worker'"));
		FutureTask<Boolean> stop = stop(shutdown);
		await().until(() -> isClosed());
		other.close();
		assertThat(work.get()).isTrue();
		assertThat(stop.get()).isTrue();
	}

	@Test
	void aLockThatComesAtThatMomentIsGivenBack() {
		assertThatExceptionOfType(LockShutdownException.class)
			.isThrownBy(() -> executor(this::closing).enter(LockRequest.of("job")));
		assertThat(Thread.interrupted()).isFalse();
		assertThat(this.admission.describe()).isEqualTo("[]");
		assertThat(lock("job").tryAcquire()).hasValueSatisfying(LockHold::close);
	}

	@Test
	void whoStopsTheApplicationFromWithinDoesNotWaitForItself() {
		LockShutdown shutdown = shutdown(LONG);
		this.template.executeWithoutResult(LockRequest.of("job"), shutdown::stop);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void aHoldThatBelongsToNoThreadIsWaitedFor() throws Exception {
		LockShutdown shutdown = shutdown(Duration.ofMillis(1));
		LockScope scope = acquireAsync("job").get();
		FutureTask<Boolean> stop = stop(shutdown);
		await().until(() -> isClosed());
		assertThat(lock("job").tryAcquire()).isEmpty();
		scope.close();
		assertThat(stop.get()).isTrue();
		assertThat(lock("job").tryAcquire()).hasValueSatisfying(LockHold::close);
		assertThat(acquireAsync("job")).failsWithin(LONG)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(LockShutdownException.class);
	}

	@Test
	void whoWaitsWithoutAThreadIsTurnedAwayToo() throws Exception {
		LockShutdown shutdown = shutdown(LONG);
		try (LockHold other = OtherHolder.of(this.locks, file("job"))) {
			CompletableFuture<LockScope> waiter = acquireAsync("job");
			assertThat(waiter).isNotDone();
			shutdown.stop();
			assertThat(waiter).failsWithin(LONG)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(LockShutdownException.class);
			assertThat(other.isHeld()).isTrue();
		}
		assertThat(lock("job").tryAcquire()).hasValueSatisfying(LockHold::close);
	}

	@Test
	void aFutureThatIsEndedEndsItsWaitAndNobodyWaitsForIt() throws Exception {
		LockShutdown shutdown = shutdown(LONG);
		try (LockHold other = OtherHolder.of(this.locks, file("job"))) {
			CompletableFuture<LockScope> waiter = acquireAsync("job");
			assertThat(waiter.cancel(true)).isTrue();
			await().until(() -> this.admission.describe().equals("[]"));
			assertThat(other.isHeld()).isTrue();
		}
		assertThat(lock("job").tryAcquire()).hasValueSatisfying(LockHold::close);
		shutdown.stop();
	}

	@Test
	void itComesAfterExecutorsAndIsNotPaused() {
		LockShutdown shutdown = shutdown(LONG);
		assertThat(shutdown.getPhase()).isEqualTo(Integer.MAX_VALUE / 2 - 1024);
		assertThat(shutdown.isPauseable()).isFalse();
		assertThat(shutdown.isAutoStartup()).isTrue();
	}

	private boolean isClosed() {
		try {
			this.executor.enter(LockRequest.of("probe")).close();
			return false;
		}
		catch (LockShutdownException ex) {
			return true;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private CompletableFuture<LockScope> acquireAsync(String name) {
		return this.executor.acquireAsync(LockRequest.of(name), null, CallerTransaction.NONE, null);
	}

	private FutureTask<Boolean> stop(LockShutdown shutdown) {
		return run(() -> {
			shutdown.stop();
			return true;
		});
	}

	private static FutureTask<Boolean> run(Callable<Boolean> task) {
		FutureTask<Boolean> future = new FutureTask<>(task);
		threads.execute(future);
		return future;
	}

	private boolean runs(String name) {
		return this.template.executeWithoutResult(LockRequest.of(name), () -> {
		});
	}

	private Path file(String name) {
		return lock(name).id().path();
	}

	private NamedLock lock(String name) {
		return this.locks.lock(name);
	}

	/** The application begins to stop when its locks are acquired. */
	@SuppressWarnings("unchecked")
	private CrossProcessLock<? extends LockHold> closing(LockRequest request) {
		NamedLock lock = lock(((LockName) request.ref()).name());
		return (CrossProcessLock<LockHold>) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { CrossProcessLock.class }, (proxy, method, arguments) -> {
					Object result = method.invoke(lock, arguments);
					if (result instanceof LockHold) {
						this.admission.close();
					}
					return result;
				});
	}

}
