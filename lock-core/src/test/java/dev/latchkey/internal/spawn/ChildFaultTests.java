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

package dev.latchkey.internal.spawn;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.acquire.Leftovers;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.SpawnCalls;
import dev.latchkey.internal.platforms.Platforms;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets each system call of a start fail in turn, until none is left to fail. Each time
 * nothing stays behind.
 */
class ChildFaultTests {

	@TempDir
	Path directory;

	@Test
	void eachCallMayFail() throws Exception {
		ProcessBuilder pipes = new ProcessBuilder("true");
		ProcessBuilder files = new ProcessBuilder("true").redirectInput(new File("/dev/null"))
			.redirectOutput(this.directory.resolve("output").toFile())
			.redirectError(ProcessBuilder.Redirect.appendTo(this.directory.resolve("error").toFile()));
		start(Platforms.current().spawns(), pipes).waitFor();
		for (ProcessBuilder builder : List.of(pipes, files)) {
			for (int failing = 1; failing <= 4; failing++) {
				assertFails(failing, builder);
			}
		}
	}

	private void assertFails(int failing, ProcessBuilder builder) throws InterruptedException {
		Leftovers.awaitNoThread();
		Set<Integer> before = Children.descriptors(ProcessHandle.current().pid());
		try {
			start(failing(failing), builder).waitFor();
			throw new AssertionError("Call " + failing + " did not fail");
		}
		catch (IOException ex) {
			assertThat(ex).hasMessageStartingWith("Cannot run program \"true\": ")
				.hasMessageContaining("Too many open files (EMFILE, errno 24)");
		}
		Leftovers.assertNone(before);
	}

	private static Process start(SpawnCalls spawns, ProcessBuilder builder) throws IOException {
		Platform real = Platforms.current();
		Platform platform = new Platform(real.files(), real.processes(), real.wakes(), real.watches(), spawns,
				real.traits());
		return new ChildStarter(LockRuntime.builder(platform).build()).start(builder, List.of());
	}

	private static SpawnCalls failing(int failing) {
		AtomicInteger calls = new AtomicInteger();
		return (SpawnCalls) Proxy.newProxyInstance(SpawnCalls.class.getClassLoader(),
				new Class<?>[] { SpawnCalls.class }, (proxy, method, arguments) -> (calls.incrementAndGet() >= failing)
						? Errno.EMFILE.result() : method.invoke(Platforms.current().spawns(), arguments));
	}

}
