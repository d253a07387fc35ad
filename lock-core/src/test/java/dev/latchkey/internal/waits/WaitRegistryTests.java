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

package dev.latchkey.internal.waits;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.Deadlock;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.process.FlockCommand;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.OddName;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WaitRegistry}, between processes.
 */
class WaitRegistryTests {

	/** As two processes 1 of two containers that were started in the same instant. */
	@Test
	void processesWithTheSameNumberAndStartTellTheirWaitsInFilesOfTheirOwn() {
		ProcessIdentity one = new ProcessIdentity(1, 4711, "boot", 4026531836L, "here");
		assertThat(WaitRegistry.newName(one)).startsWith("1-4711-").isNotEqualTo(WaitRegistry.newName(one));
	}

	private static final long LONG = 60_000;

	@TempDir
	Path directory;

	private final ActiveLocks activeLocks = new ActiveLocks();

	private WaitRegistry board;

	private ForkedJvm one;

	private ForkedJvm two;

	@BeforeEach
	void start() {
		this.board = new WaitRegistry(LockRuntime.builder().listeners(List.of(this.activeLocks)).build(),
				this.activeLocks, this.directory);
		this.one = WaitingProgram.start(this.directory);
		this.two = WaitingProgram.start(this.directory);
	}

	@AfterEach
	void end() {
		this.one.close();
		this.two.close();
		this.board.close();
	}

	@Test
	void aWaitIsShownToOtherProcessesUntilItEnds() {
		assertThat(this.one.ask("hold a")).isEqualTo("held");
		assertThat(this.two.ask("hold b")).isEqualTo("held");
		assertThat(this.two.ask("wait a " + LONG)).isEqualTo("begun");
		await().until(() -> !this.board.inspect().processes().isEmpty());
		assertThat(this.board.inspect().processes()).singleElement().satisfies((process) -> {
			assertThat(process.process().pid()).isEqualTo(this.two.pid());
			assertThat(process.waits()).singleElement().satisfies((wait) -> {
				assertThat(wait.lock().path()).isEqualTo(this.directory.resolve("a"));
				assertThat(wait.thread()).isEqualTo("the worker");
				assertThat(wait.callSite()).isEqualTo("the a step");
				assertThat(wait.holds()).containsExactly(this.directory.resolve("b"));
				assertThat(Duration.between(wait.since(), wait.until())).isBetween(Duration.ofMillis(LONG - 100),
						Duration.ofMillis(LONG));
			});
		});
		assertThat(this.one.ask("release a")).isEqualTo("released");
		await().until(() -> this.board.inspect().processes().isEmpty());
		await().until(() -> records().isEmpty());
	}

	@Test
	void theWaitOfAKilledProcessDoesNotCountAndIsSweptByTheNext() {
		assertThat(this.one.ask("hold a")).isEqualTo("held");
		assertThat(this.two.ask("wait a " + LONG)).isEqualTo("begun");
		await().until(() -> !this.board.inspect().processes().isEmpty());
		this.two.kill();
		assertThat(this.board.inspect().processes()).isEmpty();
		assertThat(records()).hasSize(1);
		try (ForkedJvm three = WaitingProgram.start(this.directory)) {
			assertThat(three.ask("wait a " + LONG)).isEqualTo("begun");
			await().until(() -> !this.board.inspect().processes().isEmpty());
			assertThat(this.board.inspect().processes()).extracting((process) -> process.process().pid())
				.containsExactly(three.pid());
			assertThat(records()).singleElement().asString().startsWith(three.pid() + "-");
		}
	}

	@Test
	void aStoppedProcessIsShownToWait() {
		assertThat(this.one.ask("hold a")).isEqualTo("held");
		assertThat(this.two.ask("wait a " + LONG)).isEqualTo("begun");
		await().until(() -> !this.board.inspect().processes().isEmpty());
		this.two.stop();
		assertThat(this.board.inspect().processes()).extracting((process) -> process.process().pid())
			.containsExactly(this.two.pid());
	}

	@Test
	void aDeadlockOfTwoProcessesIsReportedByBothAndSeenByAll() {
		assertThat(this.board.deadlocks()).isEmpty();
		interlock(LONG, LONG);
		await().until(() -> !this.board.deadlocks().isEmpty());
		assertThat(this.board.deadlocks()).singleElement().satisfies((deadlock) -> {
			assertThat(deadlock.members()).extracting((member) -> member.process().pid())
				.containsExactlyInAnyOrder(this.one.pid(), this.two.pid());
			assertThat(deadlock.toString()).contains("'the worker'")
				.contains("the a step")
				.contains("the b step")
				.contains(Long.toString(this.one.pid()))
				.contains(Long.toString(this.two.pid()));
		});
		await().until(() -> this.one.ask("reports").equals("1") && this.two.ask("reports").equals("1"));
	}

	@Test
	void aDeadlockIsTemporaryIfOneOfItGivesUpAndIsWithdrawnThen() {
		interlock(2_500, LONG);
		await().until(() -> this.one.ask("reports").equals("1") && this.two.ask("reports").equals("1"));
		assertThat(this.board.deadlocks()).singleElement().matches(Deadlock::isTemporary);
		assertThat(this.board.deadlocks()).singleElement().asString().contains("gives up at");
		await().until(() -> this.board.deadlocks().isEmpty());
		await().until(() -> this.one.ask("endings").equals("1") && this.two.ask("endings").equals("1"));
	}

	@Test
	void aDeadlockEndsWithTheDeathOfAProcess() {
		interlock(LONG, LONG);
		await().until(() -> this.two.ask("reports").equals("1"));
		this.one.kill();
		await().until(() -> this.board.deadlocks().isEmpty());
		await().until(() -> this.two.ask("endings").equals("1"));
	}

	@Test
	void waitsInOneDirectionAreNoDeadlock() {
		assertThat(this.one.ask("hold a")).isEqualTo("held");
		assertThat(this.two.ask("hold b")).isEqualTo("held");
		assertThat(this.two.ask("wait a " + LONG)).isEqualTo("begun");
		await().until(() -> !this.board.inspect().processes().isEmpty());
		assertThat(this.board.deadlocks()).isEmpty();
		assertThat(this.two.ask("reports")).isEqualTo("0");
	}

	@Test
	void whatIsNoNoticeIsPassedOver() throws IOException {
		Requirement.FLOCK.require();
		Path records = Files.createDirectories(this.directory.resolve(WaitRegistry.DIRECTORY));
		Files.writeString(records.resolve("README"), "not a notice");
		Files.createDirectory(records.resolve("a directory"));
		Files.createSymbolicLink(records.resolve("a link"), Path.of("/nowhere"));
		Path huge = records.resolve("5-5");
		try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
			file.setLength(1L << 31);
		}
		Process locker = new ProcessBuilder("flock", huge.toString(), "sh", "-c", "echo locked; cat").start();
		assertThat(locker.inputReader().readLine()).isEqualTo("locked");
		assertThat(this.one.ask("hold a")).isEqualTo("held");
		assertThat(this.two.ask("wait a " + LONG)).isEqualTo("begun");
		await().until(() -> !this.board.inspect().processes().isEmpty());
		assertThat(this.board.inspect().processes()).hasSize(1);
		assertThat(this.board.inspect().problem()).contains("more than 1048576 bytes");
		locker.outputWriter().close();
	}

	@Test
	@Timeout(60)
	void aHugeCrowdInANoticeIsReadInPartAndThatIsSaid() throws Exception {
		Path records = Files.createDirectories(this.directory.resolve(WaitRegistry.DIRECTORY));
		String waits = "wait\theld-file\ta\t%2Fa\t1\t\tt\t\t%2Fb\t%2Fc\n".repeat(20_000);
		List<FlockCommand> lockers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Path record = Files.writeString(records.resolve("5-" + i), "latchkey-waits\t1\t5\t1\n" + waits);
			lockers.add(FlockCommand.of(record));
		}
		assertThat(this.board.inspect()).satisfies((inspection) -> {
			assertThat(inspection.processes()).hasSizeBetween(1, 3);
			assertThat(inspection.deadlocks()).isEmpty();
			assertThat(inspection.problem()).contains("the rest is left out");
		});
		lockers.forEach(FlockCommand::close);
		assertThat(this.board.inspect().problem()).isNull();
	}

	@Test
	void aFileNameThatIsNoTextHereKeepsNoWaitFromBeingShown() throws Exception {
		Path records = Files.createDirectories(this.directory.resolve(WaitRegistry.DIRECTORY));
		OddName.createIn(records, ".held");
		OddName.createIn(this.directory, ".lock");
		try (ForkedJvm three = WaitingProgram.startIn(Map.of("LC_ALL", "C"), this.directory)) {
			assertThat(this.one.ask("hold a")).isEqualTo("held");
			assertThat(three.ask("wait a " + LONG)).isEqualTo("begun");
			await().until(() -> !this.board.inspect().processes().isEmpty());
			assertThat(this.board.inspect().processes()).extracting((process) -> process.process().pid())
				.containsExactly(three.pid());
			assertThat(three.ask("others")).isEqualTo("1");
			three.kill();
			assertThat(three.awaitEnd()).contains(OddName.ESCAPED + ".held")
				.contains("no text in")
				.contains("LC_ALL=C.UTF-8");
		}
	}

	private void interlock(long oneWaits, long twoWaits) {
		assertThat(this.one.ask("hold a")).isEqualTo("held");
		assertThat(this.two.ask("hold b")).isEqualTo("held");
		assertThat(this.one.ask("wait b " + oneWaits)).isEqualTo("begun");
		assertThat(this.two.ask("wait a " + twoWaits)).isEqualTo("begun");
	}

	private List<String> records() {
		try (Stream<Path> files = Files.list(this.directory.resolve(WaitRegistry.DIRECTORY))) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
