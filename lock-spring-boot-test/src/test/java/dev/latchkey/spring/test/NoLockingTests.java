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

package dev.latchkey.spring.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTier;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.DrainingAdmission;
import dev.latchkey.spring.FileLockBackend;
import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockTiersAutoConfiguration;
import dev.latchkey.spring.autoconfigure.PackLocksAutoConfiguration;
import dev.latchkey.spring.test.AutoConfigureLatchkey.Locking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NoLockingTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(AutoConfigurations
		.of(LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class, NoLockingAutoConfiguration.class));

	@Nested
	@DirtiesContext
	@AutoConfigureLatchkey(locking = Locking.NONE)
	@SpringBootTest(classes = Job.class)
	class WithTheAnnotationAndASlice {

		@Test
		void everybodyGetsIn(@Autowired LockTemplate template, @Autowired LockDirectory directory, @Autowired Job job)
				throws Exception {
			assertNothingIsLocked(template, directory, job);
		}

	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = Application.class, properties = "latchkey.test.locking=none")
	class WithTheProperty {

		@Test
		void everybodyGetsIn(@Autowired LockTemplate template, @Autowired LockDirectory directory, @Autowired Job job)
				throws Exception {
			assertNothingIsLocked(template, directory, job);
		}

	}

	@Nested
	@DirtiesContext
	@AutoConfigureLatchkey
	@SpringBootTest(classes = Application.class)
	class WithoutSayingSo {

		@Test
		void locksAreReal(@Autowired LockAdmission admission, @Autowired LockDirectory directory, @Autowired Job job) {
			assertThat(admission).isInstanceOf(DrainingAdmission.class);
			assertThat(job.run().id().path()).isEqualTo(directory.path().resolve("job.flock"));
			assertThat(directory.path()).isNotEmptyDirectory();
		}

	}

	@Test
	void whoDoesNotWaitGetsInToo(@TempDir Path directory) {
		Path file = directory.resolve("job.flock");
		LockId id = new LockId(LockType.NAMED, "job", file);
		LockExecutor executor = new LockExecutor(
				new FileLockBackend(Latchkey.builder().directory(directory).build(), LockOptions.defaults()),
				() -> new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME), Duration.ZERO,
				WhenBusy.THROW, ReleaseAfter.TRANSACTION, LockAdmission.UNLOCKED);
		assertThat(new LockTemplate(executor).executeAsync(LockRequest.of("job"), () -> {
			LockHold hold = LockContext.current().orElseThrow();
			assertThat(hold.isHeld()).isTrue();
			return CompletableFuture.completedFuture(hold.id());
		})).isCompletedWithValue(id);
		assertThat(file).doesNotExist();
	}

	@Test
	void itStartsOnAnySystem(@TempDir Path directory) {
		this.runner.withPropertyValues("latchkey.test.locking=none", "latchkey.directory=" + directory)
			.withSystemProperties("sun.arch.data.model=32")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				try (ClaimHold claim = context.getBean(Claims.class).claim("leader").tryAcquire().orElseThrow()) {
					claim.requireHeld();
					assertThat(context.getBean(ActiveLocks.class).holds()).containsExactly(claim);
				}
				assertThat(directory).isEmptyDirectory();
			});
	}

	@Test
	void theLockOrderIsCreatedForTheFirstLockOnATier(@TempDir Path directory) {
		this.runner.withConfiguration(AutoConfigurations.of(LockTiersAutoConfiguration.class))
			.withPropertyValues("latchkey.test.locking=none", "latchkey.directory=" + directory)
			.run((context) -> {
				Latchkey latchkey = context.getBean(Latchkey.class);
				latchkey.lock("job").tryAcquire().orElseThrow().close();
				assertThat(context.getBeanFactory().containsSingleton("lockTiers")).isFalse();
				latchkey.lock("job")
					.with(LockOptions.defaults().withTier(LockTier.PER_PACK))
					.tryAcquire()
					.orElseThrow()
					.close();
				assertThat(context.getBeanFactory().containsSingleton("lockTiers")).isTrue();
			});
	}

	@Test
	void disabledLocksStayDisabled(@TempDir Path directory) {
		this.runner
			.withPropertyValues("latchkey.test.locking=none", "latchkey.enabled=false",
					"latchkey.directory=" + directory)
			.run((context) -> assertThat(context).hasSingleBean(LockAdmission.class)
				.doesNotHaveBean(NoLockingAutoConfiguration.class));
	}

	private static void assertNothingIsLocked(LockTemplate template, LockDirectory directory, Job job)
			throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		FutureTask<Boolean> other = new FutureTask<>(() -> template.executeWithoutResult(LockRequest.of("job"), () -> {
			entered.countDown();
			end.await();
		}));
		new Thread(other).start();
		entered.await();
		LockHold hold = job.run();
		assertThat(hold.id().path()).isEqualTo(directory.path().resolve("job.flock"));
		assertThat(hold.isHeld()).isFalse();
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
		assertThat(job.run().fencingToken()).isGreaterThan(hold.fencingToken());
		assertThat(hold.holder().pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(directory.path()).isEmptyDirectory();
		end.countDown();
		assertThat(other.get()).isTrue();
	}

	static class Job {

		@HeldFileLock("job")
		LockHold run() {
			LockHold hold = LockContext.current().orElseThrow();
			hold.requireHeld();
			assertThat(hold.isHeld()).isTrue();
			assertThat(hold.acquiredAt()).isNotNull();
			return hold;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Job.class)
	static class Application {

	}

}
