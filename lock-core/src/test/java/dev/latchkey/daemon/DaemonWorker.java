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
import java.util.concurrent.CountDownLatch;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Oracle;

/**
 * A daemon in a process of its own. It answers "draining" in each piece of its work, and
 * "ended" at its end.
 */
final class DaemonWorker {

	private DaemonWorker() {
	}

	/**
	 * Run a daemon.
	 * @param arguments the pid file, the oracle that it visits, and what its work does:
	 * {@code quick}, {@code slow} (until interrupted), {@code broken} (fails the first
	 * time)
	 */
	public static void main(String[] arguments) throws Exception {
		Oracle oracle = new Oracle(Path.of(arguments[1]));
		CountDownLatch first = new CountDownLatch(1);
		Daemon daemon = Daemon.builder(new PidFileLock(LockRuntime.builder().build(), Path.of(arguments[0])))
			.tick(Duration.ofSeconds(1))
			.timeout(Duration.ofSeconds("stubborn".equals(arguments[2]) ? 60 : 5))
			.step(() -> {
				ForkedJvm.reply("draining");
				switch (arguments[2]) {
					case "slow", "stubborn" -> new CountDownLatch(1).await();
					case "broken" -> {
						if (first.getCount() > 0) {
							first.countDown();
							throw new AssertionError("the first time");
						}
					}
					default -> oracle.visit(System.currentTimeMillis(), () -> {
					});
				}
				return new DrainResult(7, 5);
			})
			.build();
		try {
			daemon.run();
			ForkedJvm.reply("ended overlaps " + oracle.overlaps());
		}
		catch (AlreadyRunningException ex) {
			ForkedJvm.reply("refused " + ex.getMessage());
		}
	}

	static ForkedJvm start(Path pidFile, Path oracle, String work) {
		return ForkedJvm.startInForeground(DaemonWorker.class, pidFile.toString(), oracle.toString(), work);
	}

}
