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

package dev.latchkey.sample.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.sample.board.BoardView.ProcessView;

/**
 * A process that uses the locks.
 */
final class SeenProcess {

	private final String label;

	private final long pid;

	private final @Nullable Rival rival;

	private String state = "starting";

	private @Nullable Instant endedAt;

	SeenProcess(String label, long pid, @Nullable Rival rival) {
		this.label = label;
		this.pid = pid;
		this.rival = rival;
	}

	String label() {
		return this.label;
	}

	long pid() {
		return this.pid;
	}

	/** When it was killed from here, if it was. */
	@Nullable Instant killedAt() {
		return (this.rival != null) ? this.rival.killedAt() : null;
	}

	/**
	 * Sees what has become of it.
	 * @param at now
	 * @param active whether it holds a lock or waits for one
	 */
	void update(Instant at, boolean active) {
		char kernelState = kernelState();
		if (kernelState == 'X' || kernelState == 'Z') {
			if (this.endedAt == null) {
				this.endedAt = (killedAt() != null) ? killedAt() : at;
			}
		}
		else if (kernelState == 'T') {
			this.state = "stopped";
		}
		else if (active || !this.state.equals("starting") || this.pid == ProcessHandle.current().pid()) {
			this.state = "running";
		}
	}

	/**
	 * As in {@code proc_pid_stat(5)}; {@code X} if there is no such process. A system
	 * without {@code /proc} does not tell that a process is stopped.
	 */
	private char kernelState() {
		try {
			String line = Files.readString(Path.of("/proc", Long.toString(this.pid), "stat"));
			return line.charAt(line.lastIndexOf(')') + 2);
		}
		catch (IOException ex) {
			boolean lives = ProcessHandle.of(this.pid).filter(ProcessHandle::isAlive).isPresent();
			return !lives ? 'X' : (this.rival != null && this.rival.isStopped()) ? 'T' : 'R';
		}
	}

	boolean endedBefore(Instant edge) {
		return this.endedAt != null && this.endedAt.isBefore(edge);
	}

	ProcessView view() {
		boolean stoppable = this.rival != null && Rival.canBeStopped();
		if (this.endedAt != null) {
			return new ProcessView(this.label, this.pid, role(), (killedAt() != null) ? "killed" : "ended", stoppable,
					this.endedAt.toEpochMilli());
		}
		return new ProcessView(this.label, this.pid, role(), this.state, stoppable, null);
	}

	private String role() {
		if (this.pid == ProcessHandle.current().pid()) {
			return "self";
		}
		return (this.rival != null) ? "rival" : "other";
	}

}
