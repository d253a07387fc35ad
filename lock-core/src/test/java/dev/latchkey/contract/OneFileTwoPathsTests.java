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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockReentryException;
import dev.latchkey.LockType;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LocalQueueView;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.LockTableView;
import dev.latchkey.process.Requirement;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two paths that lead to one lock file: through a link, another mount, or another
 * spelling on a filesystem that folds case.
 */
class OneFileTwoPathsTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	/** Longer than a lock needs, and short for one who waits for himself. */
	private static final Duration SHORT = Duration.ofSeconds(2);

	@TempDir
	Path directory;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() throws InterruptedException {
		this.threads.shutdownNow();
		assertThat(this.threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
	}

	@ParameterizedTest
	@EachFileLock
	void aThreadDoesNotWaitForItselfThroughALinkedDirectory(LockType type) throws Exception {
		Files.createDirectory(this.directory.resolve("real"));
		Files.createSymbolicLink(this.directory.resolve("link"), Path.of("real"));
		exclude(lock(type, "real/locks"), lock(type, "link/locks"), this.directory.resolve("real/locks"));
	}

	@ParameterizedTest
	@EachFileLock
	void aThreadDoesNotWaitForItselfThroughAnotherMount(LockType type) throws Exception {
		Requirement.MOUNT.require();
		Requirement.MOVABLE_FILES.require();
		Path mounted = Files.createDirectory(this.directory.resolve("mounted"));
		Path real = Files.createDirectory(this.directory.resolve("real"));
		assertThat(Requirement.run("mount", "--bind", real.toString(), mounted.toString())).isTrue();
		try {
			exclude(lock(type, "real"), lock(type, "mounted"), real);
			Requirement.LOCK_TABLE.require();
			try (LockHold hold = lock(type, "real").tryAcquire().orElseThrow()) {
				Path sameFile = mounted.resolve(hold.id().path().getFileName());
				assertThat(LockHolders.ofBusy(LockRuntime.builder().build(), sameFile)).extracting(LockHolder::pid)
					.containsExactly(ProcessHandle.current().pid());
			}
		}
		finally {
			assertThat(Requirement.run("umount", "--lazy", mounted.toString())).isTrue();
		}
	}

	/** A pack is looked up by its directory: see {@code CanonicalCaseTests}. */
	@ParameterizedTest
	@EnumSource(value = LockType.class, names = { "REGISTRY", "PACK" }, mode = EnumSource.Mode.EXCLUDE)
	void aThreadDoesNotWaitForItselfByAnotherSpelling(LockType type) throws Exception {
		LockRuntime folding = FaultyCalls.runtimeOf(foldingCase());
		exclude(TestLock.of(type, this.directory.resolve("locks"), folding),
				TestLock.of(type, this.directory.resolve("LOCKS"), folding), this.directory.resolve("locks"));
	}

	@Test
	void keysThatAFilesystemTakesForOneExcludeEachOther() throws Exception {
		Requirement.CASE_SENSITIVE_NAMES.require();
		ClaimDirectory claims = ClaimDirectory.open(this.directory, FaultyCalls.runtimeOf(foldingCase()));
		try (ClaimHold claim = claims.claim("job", new byte[0]).tryAcquire().orElseThrow()) {
			assertThat(claims.claim("Job", new byte[0]).tryAcquire()).isEmpty();
			assertThatExceptionOfType(LockReentryException.class)
				.isThrownBy(() -> claims.claim("Job", new byte[0]).acquire(SHORT))
				.withMessageContaining("'Job'")
				.withMessageContaining("'job'");
			claim.requireHeld();
		}
		claims.claim("Job", new byte[0]).acquire(SHORT).close();
	}

	private void exclude(TestLock one, TestLock other, Path real) throws Exception {
		Future<? extends LockHold> waiter;
		try (LockHold hold = one.tryAcquire().orElseThrow()) {
			assertThat(hold.isOf(other.file())).isTrue();
			assertThat(hold.isOf(other.file().resolveSibling("another"))).isFalse();
			assertThat(other.tryAcquire()).isEmpty();
			assertReentry(other, hold);
			waiter = this.threads.submit(() -> other.acquire(LONG));
			Path file = real.resolve(other.file().getFileName());
			// Packs and writers look their path up, so both are one queue of this JVM.
			Awaitility.await()
				.until(() -> LockTableView.waiters(file) == 1 || LocalQueueView.waiters(hold.id().path()) == 1);
			assertReentry(other, hold);
			hold.requireHeld();
		}
		try (LockHold hold = waiter.get(1, TimeUnit.MINUTES)) {
			hold.requireHeld();
			one.tryAcquire().ifPresent((both) -> {
				throw new AssertionError("Two have the lock");
			});
		}
		one.acquire(SHORT).close();
		one.close();
		other.close();
	}

	private static void assertReentry(TestLock other, LockHold hold) {
		assertThatExceptionOfType(LockReentryException.class).isThrownBy(() -> other.acquire(SHORT))
			.withMessageContaining(hold.id().path().toString());
		assertThatExceptionOfType(LockReentryException.class).isThrownBy(() -> other.acquire(Duration.ZERO));
	}

	private TestLock lock(LockType type, String path) throws IOException {
		return TestLock.of(type, this.directory.resolve(path), new EventCallbacks() {
		});
	}

	/** The system's calls, of which each takes capital letters for small ones. */
	private FileCalls foldingCase() {
		FileCalls real = Platforms.current().files();
		return (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FileCalls.class },
				(proxy, method, arguments) -> {
					try {
						Stream<Object> all = (arguments != null) ? Arrays.stream(arguments) : Stream.empty();
						return method.invoke(real, all.map(this::folded).toArray());
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private Object folded(Object argument) {
		if (argument instanceof NativePath path && path.path().startsWith(this.directory)) {
			String below = this.directory.relativize(path.path()).toString();
			return NativePath.of(this.directory.resolve(below.toLowerCase(Locale.ROOT)));
		}
		return argument;
	}

}
