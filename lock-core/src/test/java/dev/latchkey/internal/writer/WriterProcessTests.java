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

package dev.latchkey.internal.writer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockType;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes that want to write one data file.
 */
class WriterProcessTests {

	private static final Duration OLD = Duration.ofSeconds(40);

	private static final int ROUNDS = 200;

	private static final int WRITERS = 3;

	@TempDir
	Path directory;

	/**
	 * They try at the same moment, and whoever gets the lock keeps it until all have
	 * tried.
	 */
	@Test
	void whateverTheLockLooksLikeThereIsOneHolderAtMost() throws IOException {
		List<ForkedJvm> writers = new ArrayList<>();
		try (ForkedJvm victim = worker()) {
			for (int i = 0; i < WRITERS; i++) {
				writers.add(worker());
			}
			assertThat(victim.ask("try")).startsWith("held");
			victim.kill();
			byte[] ofDeadWriter = Files.readAllBytes(lock());
			for (int round = 0; round < ROUNDS; round++) {
				assertThat(holders(writers, prepare(round, ofDeadWriter))).as("round %s", round).isTrue();
			}
		}
		finally {
			writers.forEach(ForkedJvm::close);
		}
	}

	/** Returns whether somebody must get the lock. */
	private boolean prepare(int round, byte[] ofDeadWriter) throws IOException {
		byte[] foreign = Records.ofThisHost(Records.DEAD, OLD).encode();
		byte[] half = Arrays.copyOf(foreign, round % foreign.length);
		switch (round % 6) {
			case 0 -> Files.deleteIfExists(lock());
			case 1 -> Records.write(lock(), foreign, OLD);
			case 2 -> Records.write(lock(), ofDeadWriter, OLD);
			case 3 -> Records.write(lock(), "malformed".getBytes(StandardCharsets.US_ASCII), OLD);
			case 4 -> Records.write(lock(), half, OLD);
			default -> {
				Records.write(lock(), half, Duration.ZERO);
				return false;
			}
		}
		return true;
	}

	private static boolean holders(List<ForkedJvm> writers, boolean one) {
		long soon = System.currentTimeMillis() + 3;
		writers.forEach((writer) -> writer.send("try-at " + soon));
		List<String> answers = writers.stream().map(ForkedJvm::answer).toList();
		long holders = answers.stream().filter((answer) -> answer.startsWith("held")).count();
		long valid = writers.stream().map((writer) -> writer.ask("require")).filter("held"::equals).count();
		writers.forEach((writer) -> assertThat(writer.ask("release")).isEqualTo("released"));
		// Who holds nothing requires nothing, and answers "held".
		return holders == (one ? 1 : 0) && valid == WRITERS;
	}

	@Test
	void aLivingWriterWithAnOldRecordIsNotRobbedBySeveralAtOnce() throws IOException {
		List<ForkedJvm> robbers = new ArrayList<>();
		try (ForkedJvm writer = worker()) {
			for (int i = 0; i < WRITERS; i++) {
				robbers.add(worker());
			}
			assertThat(writer.ask("try")).startsWith("held");
			Records.overwrite(lock(), OLD.multipliedBy(100));
			writer.stop();
			for (int round = 0; round < 20; round++) {
				assertThat(holders(robbers, false)).isTrue();
			}
			writer.resume();
			assertThat(writer.ask("require")).isEqualTo("held");
		}
		finally {
			robbers.forEach(ForkedJvm::close);
		}
	}

	/**
	 * Each is process 1 of its namespace, on a machine of the same name, and sees no
	 * other process.
	 */
	@Test
	void inTwoPidNamespacesWithOneHostNameNobodyIsRobbed() throws IOException {
		Requirement.PID_NAMESPACE.require();
		try (ForkedJvm writer = inNamespace(); ForkedJvm other = inNamespace()) {
			assertThat(writer.ask("try")).startsWith("held");
			assertThat(record().pid()).isEqualTo(1);
			Records.overwrite(lock(), OLD.multipliedBy(100));
			assertThat(other.ask("try")).isEqualTo("busy");
			assertThat(other.ask("acquire 700")).startsWith("timeout");
			assertThat(writer.ask("require")).isEqualTo("held");
			assertThat(writer.ask("release")).isEqualTo("released");
			assertThat(other.ask("try")).startsWith("held");
		}
	}

	@Test
	void aLongHostNameDoesNotMakeAStranger() throws IOException {
		for (int length : new int[] { 62, 63, 64, 253 }) {
			Map<String, String> environment = Map.of("HOSTNAME", "h".repeat(length));
			try (ForkedJvm writer = worker(environment); ForkedJvm other = worker(environment)) {
				assertThat(writer.ask("try")).startsWith("held");
				assertThat(record().host()).isEqualTo("h".repeat(62));
				Records.overwrite(lock(), OLD.multipliedBy(100));
				assertThat(other.ask("try")).isEqualTo("busy");
				assertThat(writer.ask("release")).isEqualTo("released");
				// Dead and of this host: 30 seconds count, not 300.
				Records.write(lock(), Records.of(Records.DEAD, "h".repeat(length), OLD).encode(), OLD);
				assertThat(other.ask("try")).startsWith("held");
				assertThat(other.ask("release")).isEqualTo("released");
			}
		}
	}

	private WriterLockRecord record() throws IOException {
		return ((WriterLockRecord.Valid) WriterLockRecord.decode(Files.readAllBytes(lock()))).content();
	}

	private ForkedJvm worker() {
		return LockWorker.start(LockType.WRITER, this.directory);
	}

	private ForkedJvm worker(Map<String, String> environment) {
		return ready(ForkedJvm.startWithEnvironment(environment, LockWorker.class, LockType.WRITER.name(),
				this.directory.toString()));
	}

	private ForkedJvm inNamespace() {
		return ready(
				ForkedJvm.startInPidNamespace(LockWorker.class, LockType.WRITER.name(), this.directory.toString()));
	}

	private static ForkedJvm ready(ForkedJvm worker) {
		assertThat(worker.answer()).isEqualTo("ready");
		return worker;
	}

	private Path lock() {
		return this.directory.resolve("job.lock");
	}

}
