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

package dev.latchkey.cli;

import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import dev.latchkey.LockInspection;

/**
 * Takes a lock away from a stalled holder.
 */
@Command(name = "break",
		description = { "Takes a named lock away from a holder that is stopped or hangs, and from no other.",
				"The holder may go on at any time, and works beside the next one until it checks its lock." })
final class BreakCommand implements Callable<Integer> {

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private LockArguments lock;

	@Option(names = "--reason", required = true, paramLabel = "TEXT",
			description = "why, for those who read the output of this command later")
	@SuppressWarnings("NullAway.Init")
	private String reason;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private DirectoryOptions directory;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private AnswerOptions answer;

	@Override
	public Integer call() {
		try (LockDirectory opened = this.directory.openExisting()) {
			LockInspection found = this.lock.in(opened).breakStalled();
			LockReport report = LockReport.of(found, List.of());
			this.answer.print((json) -> {
				json.writeBooleanProperty("broken", found.breakable()).writeStringProperty("reason", this.reason);
				Json.lock(json, report);
			}, (out) -> {
				out.println(found.breakable()
						? "Lock '" + Text.printable(report.name()) + "' of " + found.holders() + " was broken: "
								+ Text.printable(this.reason)
						: "Lock '" + Text.printable(report.name()) + "' was not broken: it is " + report.state()
								+ (found.holders().isEmpty() ? "" : " by " + found.holders())
								+ ". Only the lock of a holder that is stopped or hangs can be broken.");
			});
			return found.breakable() ? 0 : ExitStatus.CONFLICT;
		}
	}

}
