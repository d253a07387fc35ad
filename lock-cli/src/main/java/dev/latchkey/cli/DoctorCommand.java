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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockFileException;
import dev.latchkey.LockState;

/**
 * Looks for what is wrong with a lock directory.
 */
@Command(name = "doctor",
		description = "Looks for what is wrong with a lock directory, its locks and this system. Changes nothing.")
final class DoctorCommand implements Callable<Integer> {

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private DirectoryOptions directory;

	@Mixin
	@SuppressWarnings("NullAway.Init")
	private AnswerOptions answer;

	@Override
	public Integer call() {
		try (LockDirectory opened = this.directory.open()) {
			List<Problem> problems = new ArrayList<>();
			List<LockReport> locks = look(opened, problems);
			long held = locks.stream()
				.filter((lock) -> lock.inspection() != null && lock.inspection().isHeld())
				.count();
			this.answer.print((json) -> {
				json.writeStringProperty("platform", opened.platform()).writeArrayPropertyStart("degraded");
				opened.degraded().forEach(json::writeString);
				json.writeEndArray()
					.writeStringProperty("directory", opened.path().toString())
					.writeNumberProperty("files", locks.size())
					.writeNumberProperty("held", held)
					.writeArrayPropertyStart("problems");
				problems.forEach((each) -> json.writeStartObject()
					.writeStringProperty("problem", each.problem)
					.writeStringProperty("remedy", each.remedy)
					.writeEndObject());
				json.writeEndArray();
			}, (out) -> {
				out.println("System:    " + opened.platform());
				opened.degraded().forEach((lack) -> out.println("           " + lack));
				out.println("Directory: " + Text.printable(opened.path().toString()));
				out.println("Locks:     " + locks.size() + " files, " + held + " held");
				problems
					.forEach((each) -> out.println("Problem:   " + Text.printable(each.problem + " " + each.remedy)));
				out.println(problems.isEmpty() ? "No problem was found." : problems.size() + " problems were found.");
			});
			return problems.isEmpty() ? 0 : ExitStatus.CONFLICT;
		}
	}

	private static List<LockReport> look(LockDirectory opened, List<Problem> problems) {
		try {
			opened.requireExisting();
			List<LockReport> locks = opened.all();
			locks.forEach((lock) -> look(lock, problems));
			return locks;
		}
		catch (LockFileException ex) {
			problems.add(Problem.of(ex));
			return List.of();
		}
	}

	private static void look(LockReport lock, List<Problem> problems) {
		LatchkeyException failure = lock.failure();
		if (failure != null) {
			problems.add(Problem.of(failure));
		}
		else if (lock.is(LockState.MALFORMED)) {
			problems.add(new Problem("'" + lock.path() + "' is no lock file: its content is of another program.",
					"End what writes into it, then move the file away while no process has it open."));
		}
		else if (lock.is(LockState.STALLED)) {
			problems.add(new Problem(
					"'" + lock.path() + "' is held by a process that is stopped or hangs: " + lock.holders() + ".",
					"Let it go on (kill -CONT), end it, or take the lock away: latchkey break."));
		}
		else if (lock.is(LockState.HELD) && lock.holders().isEmpty()) {
			problems.add(new Problem("'" + lock.path() + "' is held by a process that cannot be seen from here.",
					"It is in another pid namespace, such as a container, or of another user: ask there."));
		}
	}

	private record Problem(String problem, String remedy) {

		static Problem of(LatchkeyException failure) {
			return new Problem(failure.problem(), failure.remedy());
		}

	}

}
