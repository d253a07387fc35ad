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

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;

import static dev.latchkey.spring.LockedFile.isLocked;
import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A thread that serves all connections is never parked for a lock.
 */
class NonBlockingThreadTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final LockRequest REQUEST = LockRequest.of("catalog").callSite("Catalog.refresh");

	private final Scheduler eventLoop = Schedulers.newParallel("event-loop", 1);

	@SuppressWarnings("NullAway.Init")
	private NamedLocks locks;

	@SuppressWarnings("NullAway.Init")
	private LockExecutor executor;

	@SuppressWarnings("NullAway.Init")
	private LockTemplate template;

	@SuppressWarnings("NullAway.Init")
	private Path file;

	@BeforeEach
	void create(@TempDir Path directory) {
		LockRuntime runtime = LockRuntime.builder().build();
		this.locks = new NamedLocks(runtime, directory.resolve("locks"), LockOptions.defaults());
		this.file = this.locks.lock("catalog").id().path();
		this.executor = new LockExecutor(
				new FileLockBackend(TestParts.latchkey(runtime, this.locks), LockOptions.defaults()),
				() -> new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME), Duration.ofSeconds(30),
				WhenBusy.THROW, ReleaseAfter.TRANSACTION, LockAdmission.ALWAYS);
		this.template = new LockTemplate(this.executor);
	}

	@AfterEach
	void stop() {
		this.eventLoop.dispose();
	}

	@Test
	void aWaitIsRefusedAlsoWhereTheLockIsFree() {
		assertThatExceptionOfType(NonBlockingThreadException.class)
			.isThrownBy(() -> onEventLoop(() -> this.template.execute(REQUEST, () -> "never")))
			.withMessageContaining("'catalog'")
			.withMessageContaining("Catalog.refresh")
			.withMessageContaining("event-loop")
			.withMessageContaining("ReactiveLockTemplate");
		assertThatExceptionOfType(NonBlockingThreadException.class)
			.isThrownBy(() -> onEventLoop(() -> this.executor.enter(REQUEST)));
		assertThat(this.file).isNot(locked());
	}

	@Test
	void aStageTellsIt() {
		assertThatExceptionOfType(CompletionException.class)
			.isThrownBy(
					() -> onEventLoop(() -> this.template.<String, RuntimeException>executeAsync(REQUEST, () -> null))
						.join())
			.withCauseInstanceOf(NonBlockingThreadException.class);
		assertThat(this.file).isNot(locked());
	}

	@Test
	void tryingOnceIsNoWait() throws Exception {
		LockRequest once = REQUEST.waitTime(Duration.ZERO);
		assertThat(onEventLoop(() -> this.template.execute(once, () -> isLocked(this.file)))).isTrue();
		try (LockHold other = OtherHolder.of(this.locks, this.file)) {
			assertThatExceptionOfType(LockTimeoutException.class)
				.isThrownBy(() -> onEventLoop(() -> this.template.execute(once, () -> "never")));
			assertThat(other.isHeld()).isTrue();
		}
	}

	@Test
	void joiningIsNoWait() {
		ReactiveLockTemplate reactive = new ReactiveLockTemplate(this.executor);
		Mono<String> locked = reactive.execute(REQUEST,
				() -> Mono.justOrEmpty(this.template.<String, RuntimeException>execute(REQUEST, () -> "joined")));
		assertThat(locked.subscribeOn(this.eventLoop).block(LIMIT)).isEqualTo("joined");
	}

	private <T> T onEventLoop(Callable<T> call) {
		T result = Mono.fromCallable(call).subscribeOn(this.eventLoop).block(LIMIT);
		assertThat(result).isNotNull();
		return result;
	}

}
