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

package dev.latchkey.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockWait;

/**
 * Writes down what it hears.
 */
public final class RecordingListener extends EventCallbacks {

	private final List<String> events = new CopyOnWriteArrayList<>();

	@Override
	public void waiting(LockWait wait) {
		this.events.add("waiting");
	}

	@Override
	public void waitEnded(LockWait wait, LockWait.Outcome outcome) {
		this.events.add("wait ended: " + outcome);
	}

	@Override
	public void timedOut(LockId id, Duration waited) {
		this.events.add("timed out");
	}

	@Override
	public void acquired(LockHold hold) {
		this.events.add("acquired");
	}

	@Override
	public void released(LockHold hold) {
		this.events.add("released");
	}

	@Override
	public void lost(LockHold hold, String reason) {
		this.events.add("lost");
	}

	@Override
	public void stalled(LockId id, List<LockHolder> holders) {
		this.events.add("stalled");
	}

	@Override
	public void takenOver(LockId id, LockHolder holder) {
		this.events.add("taken over");
	}

	@Override
	public void warning(LockId id, LatchkeyException problem) {
		this.events.add("warning: " + problem.getMessage());
	}

	@Override
	public void polling(Path directory) {
		this.events.add("polling");
	}

	public List<String> events() {
		return List.copyOf(this.events);
	}

}
