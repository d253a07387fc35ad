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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import dev.latchkey.LockType;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands that look at, wait for and break the locks of other processes.
 */
class LatchkeyCommandTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@BeforeEach
	void require() {
		Requirement.LOCK_TABLE.require();
	}

	@Test
	void listShowsHeldLocksOnly() {
		try (ForkedJvm first = HolderProcess.start(locks(), "job");
				ForkedJvm second = HolderProcess.start(locks(), "price list", "é\n1")) {
			JsonNode both = Answer.of(locks(), "list", "--json").json();
			assertThat(both.at("/directory").asString()).isEqualTo(locks().toString());
			assertThat(both.at("/locks")).hasSize(2);
			assertThat(both.at("/locks/0/name").asString()).isEqualTo("job");
			assertThat(both.at("/locks/0/key").isMissingNode()).isTrue();
			assertThat(both.at("/locks/0/state").asString()).isEqualTo("held");
			assertThat(both.at("/locks/0/holders/0/pid").asLong()).isEqualTo(first.pid());
			assertThat(both.at("/locks/0/holders/0/confidence").asString()).isEqualTo("confirmed");
			assertThat(both.at("/locks/1/name").asString()).isEqualTo("price list");
			assertThat(both.at("/locks/1/key").asString()).isEqualTo("é\n1");
			assertThat(both.at("/locks/1/holders/0/pid").asLong()).isEqualTo(second.pid());
			assertThat(first.ask("release")).isEqualTo("released");
			assertThat(Answer.of(locks(), "list").output().lines()).hasSize(2)
				.anyMatch((line) -> line.matches("price list +é\\?1 +held +" + second.pid() + " .*"));
			assertThat(Answer.of(locks(), "list", "--all", "--json").json().at("/locks/0/state").asString())
				.isEqualTo("free");
		}
	}

	@Test
	void listNamesTheHolderThatIsNoJavaProgram() throws Exception {
		Requirement.FLOCK.require();
		Files.createDirectory(locks());
		try (FlockCommand flock = FlockCommand.of(locks().resolve("backup.flock"))) {
			JsonNode lock = Answer.of(locks(), "list", "--json").json().at("/locks/0");
			assertThat(lock.at("/name").asString()).isEqualTo("backup");
			assertThat(lock.at("/holders/0/pid").asLong()).isEqualTo(flock.pid());
			assertThat(lock.at("/fencingToken").isMissingNode()).isTrue();
		}
	}

	@Test
	void showNamesHolderAndWaiters() {
		try (ForkedJvm holder = HolderProcess.start(locks(), "job");
				ForkedJvm waiter = LockWorker.start(LockType.NAMED, locks())) {
			waiter.send("acquire 60000");
			Awaitility.await().until(() -> show().at("/waiters").size() == 1);
			assertThat(show().at("/holders/0/pid").asLong()).isEqualTo(holder.pid());
			assertThat(show().at("/waiters/0/pid").asLong()).isEqualTo(waiter.pid());
			assertThat(show().at("/fencingToken").asLong()).isPositive();
			assertThat(Answer.of(locks(), "show", "job").output()).contains("state     held",
					"holder    pid " + holder.pid(), "waiter    pid " + waiter.pid());
		}
	}

	@Test
	void whatHasNoFileIsFree() throws Exception {
		Files.createDirectory(locks());
		assertThat(show().at("/state").asString()).isEqualTo("free");
		assertThat(Answer.of(locks(), "wait", "job").status()).isZero();
		assertThat(locks()).isEmptyDirectory();
	}

	@Test
	void waitEndsWhenTheHolderReleases() throws Exception {
		try (ForkedJvm holder = HolderProcess.start(locks(), "job")) {
			CompletableFuture<Integer> waiting = CompletableFuture
				.supplyAsync(() -> Answer.of(locks(), "wait", "job", "--wait", "1m").status());
			Awaitility.await().until(() -> show().at("/waiters").size() == 1);
			assertThat(waiting).isNotDone();
			assertThat(holder.ask("release")).isEqualTo("released");
			assertThat(waiting.get(1, TimeUnit.MINUTES)).isZero();
			assertThat(show().at("/state").asString()).isEqualTo("free");
		}
	}

	@Test
	void waitGivesUpAtItsLimit() {
		try (ForkedJvm holder = HolderProcess.start(locks(), "job")) {
			Answer answer = Answer.of(locks(), "wait", "job", "-w", "100ms");
			assertThat(answer.status()).isEqualTo(1);
			assertThat(answer.errors()).contains("held by pid " + holder.pid());
			assertThat(Answer.of(locks(), "wait", "job", "-w", "0", "-E", "75").status()).isEqualTo(75);
			assertThat(Answer.of(locks(), "wait", "job", "-E", "256").status()).isEqualTo(64);
		}
	}

	@Test
	void breakTakesTheLockOfAStoppedHolderOnly() {
		try (ForkedJvm holder = HolderProcess.start(locks(), "job")) {
			Answer refused = Answer.of(locks(), "break", "job", "--reason", "it hangs");
			assertThat(refused.status()).isEqualTo(1);
			assertThat(refused.output()).contains("was not broken: it is held by [pid " + holder.pid());
			holder.stop();
			Awaitility.await().until(() -> show().at("/state").asString().equals("stalled"));
			assertThat(Answer.of(locks(), "doctor").output()).contains("stopped or hangs");
			Answer broken = Answer.of(locks(), "break", "job", "--reason", "it hangs", "--json");
			assertThat(broken.status()).isZero();
			assertThat(broken.json().at("/broken").asBoolean()).isTrue();
			assertThat(broken.json().at("/reason").asString()).isEqualTo("it hangs");
			assertThat(broken.json().at("/holders/0/pid").asLong()).isEqualTo(holder.pid());
			assertThat(show().at("/state").asString()).isEqualTo("free");
		}
	}

	@Test
	void breakNeedsAReason() {
		Answer answer = Answer.of(locks(), "break", "job");
		assertThat(answer.status()).isEqualTo(64);
		assertThat(answer.errors()).contains("--reason");
	}

	@Test
	void doctorFindsWhatIsNoLockFile() throws Exception {
		Files.createDirectory(locks());
		Answer healthy = Answer.of(locks(), "doctor");
		assertThat(healthy.status()).isZero();
		assertThat(healthy.output()).contains("No problem was found.");
		Files.writeString(locks().resolve("job.flock"), "1234\n");
		Answer answer = Answer.of(locks(), "doctor", "--json");
		assertThat(answer.status()).isEqualTo(1);
		assertThat(answer.json().at("/files").asInt()).isEqualTo(1);
		assertThat(answer.json().at("/problems/0/problem").asString()).contains("job.flock' is no lock file");
		assertThat(answer.json().at("/problems/0/remedy").asString()).isNotEmpty();
	}

	@Test
	void aDirectoryThatIsMissingOrUnsafeIsNoEmptyOne() throws Exception {
		Answer missing = Answer.of(locks(), "list");
		assertThat(missing.status()).isEqualTo(66);
		assertThat(missing.output()).isEmpty();
		assertThat(missing.errors()).contains("does not exist");
		assertThat(Answer.of(locks(), "doctor").status()).isEqualTo(1);
		assertThat(locks()).doesNotExist();
		Files.createSymbolicLink(locks(), this.directory);
		assertThat(Answer.of(locks(), "show", "job").status()).isEqualTo(66);
	}

	@Test
	void aWrongCommandLineIsRefused() throws Exception {
		Files.createDirectory(locks());
		assertThat(Answer.of(locks(), "show").status()).isEqualTo(64);
		assertThat(Answer.of(locks(), "show", "").status()).isEqualTo(64);
		assertThat(Answer.of(locks(), "wait", "job", "--wait", "soon").status()).isEqualTo(64);
		assertThat(LatchkeyCommand.commandLine().setErr(new PrintWriter(new StringWriter())).execute()).isEqualTo(64);
	}

	@Test
	void theHelpTellsTheExitStatuses() {
		assertThat(Answer.of(locks(), "run", "--help").output()).contains("Exit status:", "69       COMMAND cannot");
	}

	private JsonNode show() {
		return Answer.of(locks(), "show", "job", "--json").json();
	}

	private Path locks() {
		return this.directory.resolve("locks");
	}

}
