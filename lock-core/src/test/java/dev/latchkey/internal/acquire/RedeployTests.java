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

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.Latchkey;
import dev.latchkey.claim.ClaimHold;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application server that deploys an application again and again: each time there is a
 * class loader with its own Latchkey.
 */
class RedeployTests {

	/** More than there are signals to choose from. */
	private static final int DEPLOYMENTS = 25;

	@TempDir
	Path directory;

	@Test
	void eachOfManyClassLoadersLocksAndGivesBackWhatItHasUsed() throws Exception {
		try (Latchkey latchkey = Latchkey.builder().directory(this.directory).build();
				ClaimHold busy = latchkey.claims().claim("busy", new byte[0]).tryAcquire().orElseThrow()) {
			List<Thread> threads = threads();
			long watchers = watchers();
			for (int i = 0; i < DEPLOYMENTS; i++) {
				deploy();
			}
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
				assertThat(threads()).isSubsetOf(threads);
				assertThat(watchers()).isLessThanOrEqualTo(watchers);
			});
			busy.requireHeld();
		}
	}

	private void deploy() throws Exception {
		try (URLClassLoader loader = new OwnLatchkey()) {
			loader.loadClass(RedeployedApplication.class.getName())
				.getMethod("live", Path.class)
				.invoke(null, this.directory);
		}
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("latchkey-"))
			.toList();
	}

	private static long watchers() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.filter(RedeployTests::isWatcher).count();
		}
	}

	private static boolean isWatcher(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString().contains("inotify");
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return false;
		}
	}

	/**
	 * Loads Latchkey itself, and everything else as the test does.
	 */
	private static final class OwnLatchkey extends URLClassLoader {

		private OwnLatchkey() {
			super(new URL[] { location(LockRuntime.class), location(RedeployedApplication.class) },
					RedeployTests.class.getClassLoader());
		}

		private static URL location(Class<?> type) {
			return type.getProtectionDomain().getCodeSource().getLocation();
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				if (loaded != null) {
					return loaded;
				}
				return name.startsWith("dev.latchkey.") ? findClass(name) : super.loadClass(name, resolve);
			}
		}

	}

}
