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

package dev.latchkey.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockType;
import dev.latchkey.daemon.StopResult.Terminated;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileInspection;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.process.Effort;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A daemon that is stopped and started again and again, while others want its place.
 */
class DaemonRestartTests {

	private static final int RESTARTS = Effort.isThorough() ? 50 : 15;

	@TempDir
	Path directory;

	/**
	 * The third starter claims and releases, and visits the same oracle as the daemon, so
	 * two that live at once are seen.
	 */
	@Test
	void aHundredQuickRestartsWhileAThirdStarterTries() throws Exception {
		Requirement.SIGNALS.require();
		Path path = this.directory.resolve("job.pid");
		Path oracle = this.directory.resolve("oracle");
		DaemonControl control = new DaemonControl(new PidFileLock(LockRuntime.builder().build(), path));
		AtomicBoolean done = new AtomicBoolean();
		ExecutorService threads = Executors.newSingleThreadExecutor();
		int refused = 0;
		try (ForkedJvm third = LockWorker.start(LockType.PID_FILE, this.directory)) {
			Future<Integer> tries = threads.submit(() -> {
				int claims = 0;
				while (!done.get()) {
					claims += third.ask("once " + oracle).equals("visited overlaps 0") ? 1 : 0;
				}
				return claims;
			});
			for (int restart = 0; restart < RESTARTS; restart++) {
				String answer;
				do {
					ForkedJvm daemon = DaemonWorker.start(path, oracle, "quick");
					answer = daemon.answer();
					if (answer.equals("draining")) {
						assertThat(control.stop(Duration.ofMinutes(1))).isEqualTo(new Terminated(daemon.pid()));
						assertThat(daemon.awaitEnd()).doesNotContain("overlaps 1");
					}
					else {
						assertThat(answer).startsWith("refused Another instance is running: ");
						refused++;
					}
				}
				while (!answer.equals("draining"));
			}
			done.set(true);
			int claims = tries.get();
			System.out.println(RESTARTS + " restarts; the third starter had the pid file " + claims
					+ " times, and kept a start out " + refused + " times");
			assertThat(claims).isPositive();
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(path).doesNotExist();
		assertThat(new PidFileLock(LockRuntime.builder().build(), path).status().state())
			.isEqualTo(PidFileInspection.State.NOT_RUNNING);
	}

}
