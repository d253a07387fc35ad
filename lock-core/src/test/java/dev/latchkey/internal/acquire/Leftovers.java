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

import java.time.Duration;
import java.util.Set;

import org.awaitility.Awaitility;

import dev.latchkey.internal.spawn.Children;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a child that has ended, or was not started, might leave behind here.
 */
public final class Leftovers {

	private Leftovers() {
	}

	/**
	 * Assert that there are no descriptors but those of before, no children, also dead
	 * ones, and no threads that wait for some.
	 * @param descriptorsBefore the descriptors that were open before
	 */
	public static void assertNone(Set<Integer> descriptorsBefore) {
		awaitNoThread();
		ProcessHandle self = ProcessHandle.current();
		// What tests before this one have left is going away meanwhile.
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			assertThat(descriptorsBefore).containsAll(Children.descriptors(self.pid()));
			assertThat(self.children()).isEmpty();
		});
	}

	public static void awaitNoThread() {
		Awaitility.await().until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(Leftovers::waits));
	}

	private static boolean waits(Thread thread) {
		return thread.getName().startsWith("latchkey-child");
	}

}
