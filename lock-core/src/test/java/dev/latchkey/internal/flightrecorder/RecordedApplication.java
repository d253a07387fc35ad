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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.awaitility.Awaitility;

import dev.latchkey.Latchkey;
import dev.latchkey.LockCaller;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that does with its locks what can be recorded of one process. It prints what
 * the recorder knows of them before the first recording.
 */
final class RecordedApplication {

	private final Latchkey latchkey;

	private RecordedApplication(Latchkey latchkey) {
		this.latchkey = latchkey;
	}

	public static void main(String[] arguments) throws Exception {
		try (Latchkey latchkey = Latchkey.builder().directory(Path.of(arguments[1])).build()) {
			LockHold before = latchkey.lock("before").acquire();
			ForkedJvm.reply("knows " + events().map(EventType::getName).toList());
			try (Recording recording = new Recording()) {
				recording.enable("dev.latchkey.LockWait").withThreshold(Duration.ZERO);
				recording.enable("dev.latchkey.LockHold").withThreshold(Duration.ZERO);
				recording.start();
				before.close();
				new RecordedApplication(latchkey).run();
				recording.dump(Path.of(arguments[0]));
			}
			try (Recording recording = new Recording()) {
				recording.start();
				ForkedJvm.reply("enables " + events().filter(EventType::isEnabled).map(EventType::getName).toList());
				ForkedJvm.reply("thresholds " + events().map(RecordedApplication::defaultThreshold).toList());
			}
		}
	}

	private static Stream<EventType> events() {
		return FlightRecorder.getFlightRecorder()
			.getEventTypes()
			.stream()
			.filter((type) -> type.getName().startsWith("dev.latchkey."))
			.sorted(Comparator.comparing(EventType::getName));
	}

	private static String defaultThreshold(EventType type) {
		return type.getSettingDescriptors()
			.stream()
			.filter((setting) -> setting.getName().equals("threshold"))
			.map((setting) -> type.getName() + " " + setting.getDefaultValue())
			.findFirst()
			.orElse("none");
	}

	private void run() throws Exception {
		LockHold keyed = LockCaller.at("Orders.rebuild", () -> this.latchkey.lock("customer", "17/EU").acquire());
		start("closer", keyed::close).join();
		try (LockHold busy = this.latchkey.lock("busy").acquire()) {
			start("patient", () -> waitFor(Duration.ofMillis(1))).join();
			Thread interrupted = start("interrupted", () -> waitFor(Duration.ofMinutes(1)));
			Awaitility.await().until(() -> !this.latchkey.waits().isEmpty());
			interrupted.interrupt();
			interrupted.join();
			ForkedJvm.reply("token " + busy.fencingToken());
		}
		loseOne();
	}

	private static Thread start(String name, Runnable action) {
		Thread thread = new Thread(action, name);
		thread.start();
		return thread;
	}

	private void waitFor(Duration timeout) {
		try (LockHold hold = this.latchkey.lock("busy").acquire(timeout)) {
			throw new IllegalStateException("It is busy, and not " + hold);
		}
		catch (LockTimeoutException | InterruptedException ex) {
			// The wait is recorded.
		}
	}

	private void loseOne() throws Exception {
		try (LockHold hold = this.latchkey.lock("fragile").acquire()) {
			Files.delete(hold.id().path());
			hold.requireHeld();
			throw new IllegalStateException("It is lost");
		}
		catch (LockLostException ex) {
			// The loss is recorded.
		}
	}

}
