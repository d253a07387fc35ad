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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockLostException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LocalQueueView;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.acquire.NoThreads;
import dev.latchkey.internal.acquire.ThrowingCalls;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Throws an Error at each step of an acquisition and its release in turn. Whatever the
 * step, either the caller has a hold or nothing is held, and after the caller has asked
 * for the release nothing is.
 */
class ErrorSweepTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	@TempDir
	Path directory;

	static Stream<Arguments> kinds() {
		return Stream.of(LockType.values())
			.filter((type) -> type != LockType.REGISTRY)
			.flatMap((type) -> Stream.of(Arguments.of(type, false), Arguments.of(type, true)));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void eachCallMayThrow(LockType type, boolean afterwards) throws Exception {
		int number = 1;
		while (throwsAt(number, type, afterwards)) {
			number++;
		}
		assertThat(number).as("calls that threw").isGreaterThan(10);
	}

	private boolean throwsAt(int number, LockType type, boolean afterwards) throws Exception {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		ThrowingCalls calls = new ThrowingCalls(afterwards);
		TestLock lock = TestLock.of(type, locks, calls.runtime(LockListener.NONE));
		Set<String> before = OpenFiles.below(locks);
		calls.throwAt(number);
		acquireAndRelease(lock, LONG);
		boolean thrown = calls.hasThrown();
		calls.throwAt(0);
		lock.close();
		assertNothingIsLeft(type, locks, before);
		return thrown;
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void eachCallOfAWaitMayThrow(LockType type, boolean afterwards) throws Exception {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		ThrowingCalls calls = new ThrowingCalls(afterwards);
		TestLock lock = TestLock.of(type, locks, calls.runtime(LockListener.NONE));
		Set<String> before = OpenFiles.below(locks);
		try (OtherHolder other = OtherHolder.of(type, locks)) {
			boolean thrown = true;
			for (int number = 1; thrown; number++) {
				calls.throwAt(number);
				acquireAndRelease(lock, Duration.ofMillis(5));
				thrown = calls.hasThrown();
				calls.throwAt(0);
				assertThat(LocalQueueView.lines()).as("in the queue after call %s", number).isZero();
			}
			assertThat(other.isHolding()).isTrue();
		}
		lock.close();
		assertNothingIsLeft(type, locks, before);
	}

	@ParameterizedTest
	@EachFileLock
	void eachCallOfAListenerMayThrow(LockType type) throws Exception {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		Set<String> before = OpenFiles.below(locks);
		AtomicInteger calls = new AtomicInteger();
		LockListener listener = (event) -> {
			calls.incrementAndGet();
			throw new StackOverflowError(event.toString());
		};
		TestLock lock = TestLock.of(type, locks, listener);
		try (LockHold hold = lock.tryAcquire().orElseThrow()) {
			assertThat(hold.isHeld()).isTrue();
		}
		try (OtherHolder other = OtherHolder.of(type, locks)) {
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> lock.acquire(Duration.ofMillis(5)));
			assertThat(other.isHolding()).isTrue();
		}
		LockHold lost = lock.tryAcquire().orElseThrow();
		Files.delete(lock.file());
		assertThat(lost.isHeld()).isTrue();
		assertThatExceptionOfType(LatchkeyException.class).isThrownBy(lost::requireHeld);
		lost.close();
		assertThat(calls).hasValueGreaterThanOrEqualTo(7);
		lock.close();
		assertNothingIsLeft(type, locks, before);
	}

	@ParameterizedTest
	@EachFileLock
	void noThreadCanBeStarted(LockType type) throws Exception {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		Set<String> before = OpenFiles.below(locks);
		NoThreads threads = new NoThreads();
		TestLock lock = TestLock.of(type, locks, threads.runtime());
		assertThatExceptionOfType(LatchkeyException.class).isThrownBy(lock::tryAcquire)
			.withMessageContaining("cannot be started");
		assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> lock.acquire(LONG))
			.withMessageContaining("cannot be started");
		assertThat(LocalQueueView.lines()).isZero();
		try (OtherHolder other = OtherHolder.of(type, locks)) {
			assertThatExceptionOfType(LatchkeyException.class).isThrownBy(() -> lock.acquire(LONG))
				.withMessageContaining("cannot be started");
			assertThat(other.isHolding()).isTrue();
		}
		threads.start();
		lock.acquire(LONG).close();
		lock.close();
		assertNothingIsLeft(type, locks, before);
	}

	@ParameterizedTest
	@EachFileLock
	void theStackMayEndAnywhere(LockType type) throws Exception {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		Set<String> before = OpenFiles.below(locks);
		LockRuntime runtime = LockRuntime.builder().build();
		TestLock lock = TestLock.of(type, locks, runtime);
		for (int i = 0; i < 100; i++) {
			lock.acquire(LONG).close();
		}
		Recursion recursion = new Recursion(() -> lock.acquire(LONG).close(), 20);
		recursion.run();
		assertThat(recursion.overflows).isGreaterThan(10);
		lock.close();
		assertNothingIsLeft(type, locks, before);
	}

	@Test
	void whatIsReleasedWithTooLittleStackIsReleasedByTheHeartbeat() throws Exception {
		Path locks = Files.createTempDirectory(this.directory, "locks");
		Set<String> before = OpenFiles.below(locks);
		LockRuntime runtime = LockRuntime.builder().checkInterval(Duration.ofMillis(20)).build();
		TestLock lock = TestLock.of(LockType.PACK, locks, runtime);
		LockHold hold = lock.tryAcquire().orElseThrow();
		// Loads what is needed at the end of the stack.
		AtomicBoolean begun = new AtomicBoolean(isAtReserve(new StackOverflowError()));
		Recursion recursion = new Recursion(() -> {
			try {
				hold.close();
			}
			catch (StackOverflowError ex) {
				if (!isAtReserve(ex)) {
					throw ex;
				}
				begun.set(true);
			}
		}, 1);
		recursion.run();
		assertThat(begun).isTrue();
		lock.close();
		assertNothingIsLeft(LockType.PACK, locks, before);
		assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld)
			.withMessageContaining("released");
	}

	private static boolean isAtReserve(StackOverflowError ex) {
		for (StackTraceElement frame : ex.getStackTrace()) {
			if (frame.getMethodName().equals("forRelease")) {
				return true;
			}
		}
		return false;
	}

	private static void acquireAndRelease(TestLock lock, Duration time) throws InterruptedException {
		try {
			lock.acquire(time).close();
		}
		catch (InterruptedException ex) {
			throw ex;
		}
		catch (Throwable ex) {
			// That one, or what became of it.
		}
	}

	private interface ThrowingRunnable {

		void run() throws Exception;

	}

	/** What the caller's thread could not close is closed by the heartbeats' thread. */
	private static void assertNothingIsLeft(LockType type, Path locks, Set<String> before) {
		await().atMost(LONG).untilAsserted(() -> {
			assertThat(OpenFiles.below(locks)).isEqualTo(before);
			assertThat(LocalQueueView.lines()).isZero();
		});
		TestLock other = TestLock.of(type, locks, LockListener.NONE);
		other.tryAcquire().orElseThrow().close();
		other.close();
	}

	/**
	 * Goes as deep as the stack lets it, and does something at each depth on the way
	 * back, until there is stack enough for it.
	 */
	private static final class Recursion {

		private final ThrowingRunnable step;

		private int successesLeft;

		int overflows;

		Recursion(ThrowingRunnable step, int successes) {
			this.step = step;
			this.successesLeft = successes;
		}

		void run() throws InterruptedException {
			AtomicReference<@Nullable Throwable> problem = new AtomicReference<>();
			Thread thread = new Thread(null, () -> descend(0), "deep", 256 * 1024);
			thread.setUncaughtExceptionHandler((same, ex) -> problem.set(ex));
			thread.start();
			thread.join();
			assertThat(problem.get()).isNull();
		}

		private void descend(int depth) {
			try {
				if (depth < Integer.MAX_VALUE) {
					descend(depth + 1);
				}
			}
			catch (StackOverflowError ex) {
				// This is the deepest.
			}
			if (this.successesLeft > 0) {
				tryStep();
			}
		}

		private void tryStep() {
			try {
				this.step.run();
				this.successesLeft--;
			}
			catch (StackOverflowError ex) {
				this.overflows++;
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
