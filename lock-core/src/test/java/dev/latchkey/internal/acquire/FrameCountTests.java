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

package dev.latchkey.internal.acquire;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.OtherHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many frames there are between the caller and the system call: what a reader of a
 * thread dump has to read.
 */
class FrameCountTests {

	/** In an application, four frames of the Spring layer come before these. */
	private static final int MOST_TO_FLOCK = 8;

	private static final int MOST_OF_A_WAIT = 10;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void aFreeLockIsLockedAfterFewFrames() throws Exception {
		List<StackTraceElement[]> stacks = new ArrayList<>();
		FileCalls real = Platforms.current().files();
		FileCalls calls = (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("tryLock")) {
						stacks.add(Thread.currentThread().getStackTrace());
					}
					return method.invoke(real, arguments);
				});
		NamedLocks locks = new NamedLocks(FaultyCalls.runtimeOf(calls), this.directory, LockOptions.defaults());
		locks.lock("job").acquire(Duration.ofSeconds(10)).close();
		assertThat(stacks).isNotEmpty();
		// The two of the platform that the observer hides: the call, and the function.
		assertThat(ours(stacks.get(0)).size() + 2).as(String.join("\n", ours(stacks.get(0))))
			.isLessThanOrEqualTo(MOST_TO_FLOCK);
	}

	@Test
	void aWaitingThreadHasFewFrames() throws Exception {
		try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory);
				LockRuntime runtime = LockRuntime.builder().build();
				NamedLocks locks = new NamedLocks(runtime, this.directory, LockOptions.defaults())) {
			Thread waiter = new Thread(() -> waitFor(locks), "waiter");
			waiter.start();
			Predicate<StackTraceElement> flock = (frame) -> frame.getMethodName().equals("flock");
			Awaitility.await().until(() -> Arrays.stream(waiter.getStackTrace()).anyMatch(flock));
			List<String> frames = ours(waiter.getStackTrace());
			assertThat(frames.size()).as(String.join("\n", frames)).isLessThanOrEqualTo(MOST_OF_A_WAIT);
			assertThat(other.isHolding()).isTrue();
			waiter.interrupt();
			waiter.join();
		}
	}

	private static void waitFor(NamedLocks locks) {
		try (LockHold hold = locks.lock("job").acquire()) {
			throw new IllegalStateException("It is held elsewhere, and not " + hold);
		}
		catch (InterruptedException ex) {
			// The test is over.
		}
	}

	private static List<String> ours(StackTraceElement[] stack) {
		return Arrays.stream(stack)
			.map(StackTraceElement::toString)
			.filter((frame) -> frame.contains("dev.latchkey.") && !frame.contains("Tests"))
			.toList();
	}

}
