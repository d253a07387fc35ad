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
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Another instance, started by this one.
 */
final class Rival {

	private final Process process;

	private final Writer commands;

	private volatile @Nullable Instant killedAt;

	private volatile boolean stopped;

	private Rival(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
	}

	/**
	 * Starts a rival. Its output goes where this process's goes, its input is a pipe.
	 * @param command the program and its arguments
	 * @return the rival, which is not up yet
	 */
	static Rival start(List<String> command) {
		try {
			return new Rival(new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	@Nullable Instant killedAt() {
		return this.killedAt;
	}

	/** Asks it for a sync. */
	void sync() {
		try {
			this.commands.write(RivalInput.SYNC + "\n");
			this.commands.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + pid() + " does not listen", ex);
		}
	}

	/** Returns whether this system can stop a process, which Windows cannot. */
	static boolean canBeStopped() {
		return !System.getProperty("os.name", "").startsWith("Windows");
	}

	/** Returns whether it was stopped from here, and not continued. */
	boolean isStopped() {
		return this.stopped;
	}

	/** Sends SIGSTOP. */
	void stop() throws InterruptedException {
		signal("STOP");
		this.stopped = true;
	}

	/** Sends SIGCONT. */
	void resume() throws InterruptedException {
		signal("CONT");
		this.stopped = false;
	}

	/** Java knows no signals but those that end a process. */
	private void signal(String name) throws InterruptedException {
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start();
			if (kill.waitFor() != 0) {
				throw new IllegalStateException("Process " + pid() + " could not be sent SIG" + name);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends SIGKILL.
	 * @return the moment before
	 */
	Instant kill() {
		Instant before = Instant.now();
		if (this.killedAt == null) {
			this.killedAt = before;
		}
		this.process.destroyForcibly();
		return before;
	}

}
