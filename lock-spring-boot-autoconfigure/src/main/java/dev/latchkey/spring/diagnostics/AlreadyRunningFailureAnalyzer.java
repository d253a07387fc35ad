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

package dev.latchkey.spring.diagnostics;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LockHolder;

/**
 * Names the instance of the application that runs already.
 */
final class AlreadyRunningFailureAnalyzer extends AbstractFailureAnalyzer<AlreadyRunningException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AlreadyRunningException cause) {
		if (cause.isThisProcess()) {
			return sameProcess(cause);
		}
		List<LockHolder> holders = cause.holders();
		String running = holders.isEmpty() ? "its process cannot be seen from here, as in another container"
				: holders.stream().map(AlreadyRunningFailureAnalyzer::describe).collect(Collectors.joining("\n    "));
		String description = "Another instance of this application is running, and has the pid file '" + cause.pidFile()
				+ "':\n\n    " + running;
		String stop = holders.isEmpty() ? "Stop it first"
				: "Stop it first, with 'kill " + holders.get(0).pid() + "' or as it was started";
		return new FailureAnalysis(description, stop
				+ ". If both are meant to run, give this one a pid file of its own " + "(latchkey.daemon.pid-file).",
				cause);
	}

	private static FailureAnalysis sameProcess(AlreadyRunningException cause) {
		return new FailureAnalysis(
				"This process (pid " + ProcessHandle.current().pid() + ") has the pid file '" + cause.pidFile()
						+ "' already: another application context in it has claimed the file.",
				"In tests, add lock-spring-boot-test to the test class path, or set latchkey.daemon.pid-file= (empty) "
						+ "in the properties of the tests: contexts of tests stay open for other tests. Elsewhere, close "
						+ "the other context first, or give this one a pid file of its own (latchkey.daemon.pid-file).",
				cause);
	}

	/** The arguments may be secret. */
	private static String describe(LockHolder holder) {
		String command = (holder.executable() != null) ? holder.executable() : "unknown command";
		Instant since = holder.startedAt();
		return "pid " + holder.pid() + ", " + command + ((since != null) ? ", since " + since : "");
	}

}
