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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code latchkey run} promises about its command and the lock.
 */
class RunCommandTests {

	/** Runs until its file {@code end} is there, or its directory is not. */
	private static final String UNTIL_END = "echo $$ >pid.new; mv pid.new pid; "
			+ "until [ -e end ] || [ ! -e pid ]; do sleep 0.02; done; echo ended";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@BeforeEach
	void require() {
		Requirement.INHERITANCE.require();
	}

	@ParameterizedTest
	@CsvSource({ "exit 0, 0", "exit 3, 3", "exit 255, 255", "kill -9 $$, 137", "kill -15 $$, 143" })
	void itExitsAsItsCommandDoes(String script, int status) throws Exception {
		try (CommandProcess run = run("job", "--", "sh", "-c", script)) {
			assertThat(run.status()).isEqualTo(status);
			assertThat(run.errors()).isEmpty();
		}
		assertThat(show().at("/state").asString()).isEqualTo("free");
	}

	@Test
	void theCommandGetsItsArgumentsAsTheyAre() throws Exception {
		try (CommandProcess run = run("job", "-k", "17", "--", "sh", "-c", "echo \"$@\" $LATCHKEY_FENCING_TOKEN", "--",
				"--help", "@file", "--", "${x}", "two words")) {
			assertThat(run.status()).isZero();
			assertThat(run.output()).matches("--help @file -- \\$\\{x} two words [0-9]+\n");
		}
		assertThat(locks().resolve("job.17.flock")).exists();
	}

	@Test
	void theLockIsHeldWhileTheCommandRuns() throws Exception {
		try (CommandProcess run = runUntilEnd()) {
			assertThat(show().at("/state").asString()).isEqualTo("held");
			assertThat(show().at("/holders/0/pid").asLong()).isEqualTo(run.pid());
			assertThatFlockIs(1);
			end();
			assertThat(run.status()).isZero();
			assertThat(run.output()).isEqualTo("ended\n");
			assertThat(show().at("/state").asString()).isEqualTo("free");
			assertThatFlockIs(0);
		}
	}

	@Test
	void theCommandKeepsTheLockWhenTheProgramIsKilled() throws Exception {
		try (CommandProcess run = runUntilEnd()) {
			long command = Long.parseLong(Files.readString(this.directory.resolve("pid")).trim());
			run.signal("KILL");
			assertThat(run.status()).isEqualTo(137);
			JsonNode found = Answer.of(locks(), "list", "--json").json().at("/locks/0");
			assertThat(found.at("/state").asString()).isEqualTo("held");
			assertThat(found.at("/breakable").asBoolean()).isFalse();
			assertThat(found.at("/holders").valueStream().map((holder) -> holder.at("/pid").asLong()))
				.contains(command);
			assertThatFlockIs(1);
			try (CommandProcess next = run("job", "--wait", "100ms", "-E", "75", "--", "true")) {
				assertThat(next.status()).isEqualTo(75);
				assertThat(next.errors()).contains("pid " + command);
			}
			end();
			Awaitility.await().until(() -> show().at("/state").asString().equals("free"));
			assertThatFlockIs(0);
		}
	}

	@Test
	void aBackgroundProcessThatTheCommandLeavesDoesNotKeepTheLock() throws Exception {
		try (CommandProcess run = run("job", "--", "sh", "-c", inDirectory("{ " + UNTIL_END + "; } & exit 0"))) {
			assertThat(run.status()).isZero();
			assertThat(show().at("/state").asString()).isEqualTo("free");
		}
		finally {
			end();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TERM", "HUP", "INT" })
	void signalsReachTheCommand(String signal) throws Exception {
		String script = "trap 'echo got it; exit 9' " + signal + "; " + UNTIL_END;
		try (CommandProcess run = run("job", "--", "sh", "-c", inDirectory(script))) {
			awaitCommand();
			run.signal(signal);
			assertThat(run.status()).isEqualTo(9);
			assertThat(run.output()).isEqualTo("got it\n");
		}
		finally {
			end();
		}
		assertThat(show().at("/state").asString()).isEqualTo("free");
	}

	/** The terminal sends it to both. */
	@Test
	void anInterruptFromTheKeyboardReachesTheCommandOnce() throws Exception {
		String script = inDirectory("trap 'echo interrupt' INT; " + UNTIL_END);
		try (CommandProcess terminal = CommandProcess.startOnTerminal(locks(), "run", "job", "--", "sh", "-c",
				script)) {
			awaitCommand();
			terminal.type("\u0003");
			Awaitility.await().until(() -> terminal.output().contains("interrupt"));
			terminal.type("\u0003");
			Awaitility.await().until(() -> interrupts(terminal) == 2);
			end();
			assertThat(terminal.status()).isZero();
			assertThat(interrupts(terminal)).isEqualTo(2);
		}
	}

	private static long interrupts(CommandProcess terminal) {
		return terminal.output().lines().filter((line) -> line.endsWith("interrupt")).count();
	}

	@Test
	void aCommandThatTheSignalEndsTellsSo() throws Exception {
		try (CommandProcess run = run("job", "--", "sleep", "600")) {
			Awaitility.await()
				.until(() -> Files.exists(locks()) && show().at("/state").asString().equals("held")
						&& ProcessHandle.of(run.pid()).orElseThrow().children().findAny().isPresent());
			run.signal("TERM");
			assertThat(run.status()).isEqualTo(143);
		}
	}

	@Test
	void aSignalEndsTheWaitForTheLock() throws Exception {
		try (ForkedJvm holder = HolderProcess.start(locks(), "job");
				CommandProcess run = run("job", "--", "touch", this.directory.resolve("ran").toString())) {
			Awaitility.await().until(() -> show().at("/waiters").size() == 1);
			run.signal("TERM");
			assertThat(run.status()).isEqualTo(143);
			assertThat(holder.ask("release")).isEqualTo("released");
			assertThat(this.directory.resolve("ran")).doesNotExist();
			assertThat(show().at("/state").asString()).isEqualTo("free");
		}
	}

	@Test
	void aBusyLockIsAConflict() throws Exception {
		Path ran = this.directory.resolve("ran");
		try (ForkedJvm holder = HolderProcess.start(locks(), "job");
				CommandProcess tried = run("job", "-w", "0", "--", "touch", ran.toString());
				CommandProcess skipped = run("job", "--skip", "--", "touch", ran.toString());
				CommandProcess chosen = run("job", "-w", "0.1", "-E", "75", "--", "touch", ran.toString())) {
			assertThat(tried.status()).isEqualTo(1);
			assertThat(tried.errors()).contains("is busy", "held by pid " + holder.pid());
			assertThat(skipped.status()).isZero();
			assertThat(skipped.errors()).isEmpty();
			assertThat(chosen.status()).isEqualTo(75);
			assertThat(ran).doesNotExist();
		}
	}

	@Test
	void itWaitsForTheLock() throws Exception {
		try (ForkedJvm holder = HolderProcess.start(locks(), "job");
				CommandProcess run = run("job", "--wait", "1m", "--", "echo", "ran")) {
			Awaitility.await().until(() -> show().at("/waiters").size() == 1);
			assertThat(run.isAlive()).isTrue();
			assertThat(holder.ask("release")).isEqualTo("released");
			assertThat(run.status()).isZero();
			assertThat(run.output()).isEqualTo("ran\n");
		}
	}

	@Test
	void aCommandThatCannotBeStartedIsUnavailable() throws Exception {
		try (CommandProcess run = run("job", "--", "no-such-program")) {
			assertThat(run.status()).isEqualTo(69);
			assertThat(run.errors()).startsWith("latchkey: Cannot run program \"no-such-program\"");
		}
		assertThat(show().at("/state").asString()).isEqualTo("free");
	}

	@Test
	void aFileThatIsNoLockFileIsRefused() throws Exception {
		Files.createDirectory(locks());
		Files.writeString(locks().resolve("job.flock"), "1234\n");
		try (CommandProcess run = run("job", "--", "true")) {
			assertThat(run.status()).isEqualTo(66);
			assertThat(run.errors()).contains("job.flock");
		}
	}

	private CommandProcess runUntilEnd() {
		CommandProcess run = run("job", "--", "sh", "-c", inDirectory(UNTIL_END));
		awaitCommand();
		return run;
	}

	private String inDirectory(String script) {
		return "cd '" + this.directory + "'; " + script;
	}

	private void awaitCommand() {
		Awaitility.await().until(() -> Files.exists(this.directory.resolve("pid")));
	}

	private void end() throws IOException {
		Files.createFile(this.directory.resolve("end"));
	}

	private CommandProcess run(String... arguments) {
		String[] all = new String[arguments.length + 1];
		all[0] = "run";
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return CommandProcess.start(locks(), all);
	}

	private void assertThatFlockIs(int status) throws Exception {
		Requirement.FLOCK.require();
		assertThat(new ProcessBuilder("flock", "-w", "0.2", locks().resolve("job.flock").toString(), "true").start()
			.waitFor()).isEqualTo(status);
	}

	private JsonNode show() {
		return Answer.of(locks(), "show", "job", "--json").json();
	}

	private Path locks() {
		return this.directory.resolve("locks");
	}

}
