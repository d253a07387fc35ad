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

package dev.latchkey.internal.named;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

/**
 * A process that acquires and releases a named lock, as it is told.
 */
final class NamedWorker {

	/** Short, so that a stopped holder is soon stalled. */
	static final LockOptions OPTIONS = LockOptions.of(Duration.ofMillis(200), Duration.ofMillis(50));

	private static final Set<String> LOCKS = Set.of("tryLock", "lock");

	private final CountDownLatch losses = new CountDownLatch(1);

	private final NamedLock lock;

	private final NamedLock stopping;

	private @Nullable LockHold hold;

	private NamedWorker(Path directory) {
		LockRuntime runtime = LockRuntime.builder().listeners(List.of(new Losses())).build();
		this.lock = new NamedLocks(runtime, directory, OPTIONS).lock("job");
		this.stopping = new NamedLocks(FaultyCalls.runtimeOf(stoppingCalls()), directory, OPTIONS).lock("job");
	}

	public static void main(String[] arguments) throws InterruptedException {
		NamedWorker worker = new NamedWorker(Path.of(arguments[0]));
		ForkedJvm.reply("ready");
		for (String line = ForkedJvm.awaitCommand(); line != null; line = ForkedJvm.awaitCommand()) {
			ForkedJvm.reply(worker.obey(line));
		}
	}

	static ForkedJvm start(Path directory) {
		return start(directory, Map.of());
	}

	static ForkedJvm start(Path directory, Map<String, String> systemProperties) {
		ForkedJvm worker = ForkedJvm.start(systemProperties, NamedWorker.class, directory.toString());
		if (!worker.answer().equals("ready")) {
			throw new AssertionError("The worker did not start");
		}
		return worker;
	}

	private String obey(String command) throws InterruptedException {
		return switch (command) {
			case "try" -> held(this.lock.tryAcquire().orElse(null));
			case "acquire" -> held(this.lock.acquire(Duration.ofMinutes(1)));
			case "stop when locked" -> held(this.stopping.acquire(Duration.ofMinutes(1)));
			case "require" -> require();
			case "await loss" -> this.losses.await(1, TimeUnit.MINUTES) ? "lost" : "held";
			case "release" -> release();
			default -> throw new IllegalArgumentException(command);
		};
	}

	private String held(@Nullable LockHold acquired) {
		this.hold = acquired;
		return (acquired != null) ? Long.toString(acquired.fencingToken()) : "busy";
	}

	private String require() {
		try {
			if (this.hold != null) {
				this.hold.requireHeld();
			}
			return "held";
		}
		catch (LockLostException ex) {
			return "lost";
		}
	}

	private String release() {
		if (this.hold != null) {
			this.hold.close();
		}
		return "released";
	}

	/**
	 * The file calls of a process that is stopped once, as soon as the kernel has locked
	 * a file for it.
	 */
	private static FileCalls stoppingCalls() {
		AtomicBoolean once = new AtomicBoolean();
		FileCalls real = Platforms.current().files();
		return (FileCalls) Proxy.newProxyInstance(NamedWorker.class.getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> {
					try {
						Object result = method.invoke(real, arguments);
						if (LOCKS.contains(method.getName()) && Integer.valueOf(0).equals(result)
								&& once.compareAndSet(false, true)) {
							boolean unused = Requirement.run("kill", "-STOP",
									Long.toString(ProcessHandle.current().pid()));
						}
						return result;
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private final class Losses extends EventCallbacks {

		@Override
		public void lost(LockHold hold, String reason) {
			NamedWorker.this.losses.countDown();
		}

	}

}
