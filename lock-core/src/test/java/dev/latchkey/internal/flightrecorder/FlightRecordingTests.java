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

package dev.latchkey.internal.flightrecorder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import jdk.jfr.EventType;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockType;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests of the events of a process in its Flight Recorder. All recordings are made in
 * other JVMs: a JVM that has recorded once stays another one.
 */
class FlightRecordingTests {

	private static final String WAIT = "dev.latchkey.LockWait";

	private static final String HOLD = "dev.latchkey.LockHold";

	private static final String LOST = "dev.latchkey.LockLost";

	private static final String TAKEN_OVER = "dev.latchkey.LockTakenOver";

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void aWaiterThatTakesTheLockOfAKilledProcessRecordsBoth() throws Exception {
		Path locks = this.directory.resolve("locks");
		try (ForkedJvm holder = LockWorker.start(LockType.NAMED, locks);
				ForkedJvm waiter = ForkedJvm.start(RecordedLockWorker.class, file().toString(), LockType.NAMED.name(),
						locks.toString())) {
			assertThat(holder.ask("try")).startsWith("held ");
			assertThat(waiter.answer()).isEqualTo("ready");
			waiter.send("acquire 60000");
			Awaitility.await().until(() -> waiter.news().equals("waits"));
			holder.kill();
			assertThat(waiter.answer()).startsWith("held ");
			waiter.end();
			RecordedEvent wait = only(WAIT);
			assertThat(wait.getString("outcome")).isEqualTo("acquired");
			assertThat(wait.getThread().getJavaName()).isEqualTo("main");
			assertThat(wait.getStackTrace().getFrames())
				.anyMatch((frame) -> frame.getMethod().getType().getName().equals(LockWorker.class.getName()));
			RecordedEvent takenOver = only(TAKEN_OVER);
			assertThat(takenOver.getLong("formerHolder")).isEqualTo(holder.pid());
			assertThat(List.of(wait, takenOver)).allSatisfy((event) -> {
				assertThat(event.getString("lockName")).isEqualTo("job");
				assertThat(event.getString("lockKey")).isNull();
				assertThat(event.getString("lockType")).isEqualTo("named");
				assertThat(event.getString("path")).isEqualTo(locks.resolve("job.flock").toString());
			});
			assertThat(takenOver.getStartTime()).isBetween(wait.getStartTime(), wait.getEndTime());
		}
	}

	@Test
	void waitsHoldsAndLossesOfAProcessAreRecorded() throws Exception {
		String token = runApplication().get(1).replace("token ", "");
		assertThat(events(WAIT))
			.extracting((wait) -> wait.getThread().getJavaName(), (wait) -> wait.getString("lockName"),
					(wait) -> wait.getString("outcome"))
			.containsExactlyInAnyOrder(tuple("patient", "busy", "timed-out"),
					tuple("interrupted", "busy", "interrupted"));
		assertThat(events(HOLD)).extracting((hold) -> hold.getString("lockName"), (hold) -> hold.getBoolean("lost"))
			.containsExactlyInAnyOrder(tuple("customer", false), tuple("busy", false), tuple("fragile", true));
		RecordedEvent keyed = hold("customer");
		assertThat(keyed.getString("lockKey")).isEqualTo("17/EU");
		assertThat(keyed.getString("callSite")).isEqualTo("Orders.rebuild");
		assertThat(keyed.getThread("acquiredBy").getJavaName()).isEqualTo("main");
		assertThat(keyed.getThread().getJavaName()).isEqualTo("closer");
		assertThat(hold("busy").getLong("fencingToken")).isEqualTo(Long.parseLong(token));
		RecordedEvent lost = only(LOST);
		assertThat(lost.getString("reason")).contains("fragile.flock").contains("was removed or replaced");
		assertThat(lost.getLong("fencingToken")).isEqualTo(hold("fragile").getLong("fencingToken"));
		assertThat(lost.getInstant("acquiredAt")).isBetween(keyed.getEndTime().minusMillis(1), lost.getStartTime());
	}

	@Test
	void theRecorderKnowsNoEventOfLocksBeforeTheFirstRecording() throws Exception {
		assertThat(runApplication().get(0)).isEqualTo("knows []");
	}

	@Test
	void longWaitsAreRecordedByDefaultAndHoldsAreNot() throws Exception {
		List<String> answers = runApplication();
		assertThat(answers.get(2)).isEqualTo("enables [" + LOST + ", " + WAIT + "]");
		assertThat(answers.get(3)).isEqualTo("thresholds [" + HOLD + " 20 ms, " + LOST + " 0 ns, " + WAIT + " 20 ms]");
		assertThat(eventTypes()).allSatisfy((type) -> assertThat(type.getCategoryNames()).containsExactly("Latchkey"));
	}

	@Test
	void aJvmWithoutTheFlightRecorderAcquiresLocks() {
		try (ForkedJvm worker = ForkedJvm.startWithModules("java.base,java.logging,jdk.unsupported", LockWorker.class,
				LockType.NAMED.name(), this.directory.toString())) {
			assertThat(worker.answer()).isEqualTo("ready");
			assertThat(worker.ask("acquire 1000")).startsWith("held ");
			assertThat(worker.ask("release")).isEqualTo("released");
		}
	}

	private Path file() {
		return this.directory.resolve("locks.jfr");
	}

	private List<String> runApplication() {
		try (ForkedJvm application = ForkedJvm.start(RecordedApplication.class, file().toString(),
				this.directory.resolve("locks").toString())) {
			List<String> answers = Stream.generate(application::answer).limit(4).toList();
			application.end();
			return answers;
		}
	}

	private List<RecordedEvent> events(String name) throws IOException {
		return RecordingFile.readAllEvents(file())
			.stream()
			.filter((event) -> event.getEventType().getName().equals(name))
			.toList();
	}

	private RecordedEvent only(String name) throws IOException {
		List<RecordedEvent> events = events(name);
		assertThat(events).hasSize(1);
		return events.get(0);
	}

	private RecordedEvent hold(String lockName) throws IOException {
		return events(HOLD).stream()
			.filter((event) -> event.getString("lockName").equals(lockName))
			.findFirst()
			.orElseThrow();
	}

	private List<EventType> eventTypes() throws IOException {
		try (RecordingFile recording = new RecordingFile(file())) {
			return recording.readEventTypes()
				.stream()
				.filter((type) -> type.getName().startsWith("dev.latchkey."))
				.toList();
		}
	}

}
