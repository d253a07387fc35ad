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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

/**
 * A process in a storm that is killed and started again, and stopped for moments.
 */
abstract class StormActor implements AutoCloseable {

	private boolean stopped;

	private long resumeAt;

	/** Returns the process, or its group with a minus sign. */
	abstract String pid();

	/** Returns whether it has begun its work. */
	abstract boolean isReady();

	/** Kills it, awaits its end and starts another one. */
	abstract void restart();

	/** Awaits its end, which it was told to come to. */
	abstract void awaitEnd();

	@Override
	public abstract void close();

	boolean isStopped() {
		return this.stopped;
	}

	/** Returns whether it is stopped: one that has just begun may have no group yet. */
	boolean stop(Signals signals, Duration time) {
		this.stopped = signals.send("STOP", pid());
		this.resumeAt = System.nanoTime() + time.toNanos();
		return this.stopped;
	}

	void resumeIfDue(Signals signals) {
		if (this.stopped && System.nanoTime() - this.resumeAt >= 0) {
			resume(signals);
		}
	}

	void resume(Signals signals) {
		if (!signals.send("CONT", pid())) {
			throw new AssertionError(pid() + " does not go on");
		}
		this.stopped = false;
	}

	void kill() {
		this.stopped = false;
		restart();
	}

	/**
	 * A JVM of a storm.
	 */
	static final class Jvm extends StormActor {

		private final NamedStormWorker.Role role;

		private final Path directory;

		private ForkedJvm process;

		private boolean ready;

		Jvm(NamedStormWorker.Role role, Path directory) {
			this.role = role;
			this.directory = directory;
			this.process = start();
		}

		private ForkedJvm start() {
			return ForkedJvm.start(NamedStormWorker.class, this.role.name(), this.directory.toString());
		}

		@Override
		String pid() {
			return Long.toString(this.process.pid());
		}

		@Override
		boolean isReady() {
			if (!this.ready && this.process.hasAnswer()) {
				if (!this.process.answer().equals("ready")) {
					throw new AssertionError("The process did not start");
				}
				this.ready = true;
			}
			return this.ready;
		}

		NamedStormWorker.Role role() {
			return this.role;
		}

		@Override
		void restart() {
			this.process.close();
			String unused = this.process.awaitEnd();
			this.ready = false;
			this.process = start();
		}

		@Override
		void awaitEnd() {
			while (!isReady()) {
				Thread.onSpinWait();
			}
			String answer = this.process.ask("stop");
			if (!answer.equals("stopped")) {
				throw new AssertionError(answer);
			}
		}

		@Override
		public void close() {
			this.process.close();
		}

	}

	/**
	 * A shell script of a storm, with all that it has started.
	 */
	static final class Script extends StormActor {

		private final String[] command;

		private Process process;

		Script(String text, Path directory) {
			this.command = new String[] { "setsid", "bash", "-c", text, "storm", directory.toString() };
			this.process = start();
		}

		private Process start() {
			try {
				return new ProcessBuilder(this.command).redirectErrorStream(true)
					.redirectOutput(ProcessBuilder.Redirect.DISCARD)
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		String pid() {
			return "-" + this.process.pid();
		}

		@Override
		boolean isReady() {
			return true;
		}

		@Override
		void restart() {
			killGroup();
			this.process = start();
		}

		private void killGroup() {
			if (!Requirement.run("kill", "-KILL", "--", pid())) {
				this.process.destroyForcibly();
			}
			awaitEnd();
		}

		@Override
		void awaitEnd() {
			try {
				int unused = this.process.waitFor();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new AssertionError(ex);
			}
		}

		@Override
		public void close() {
			killGroup();
		}

	}

	/**
	 * Sends signals by the built-in command of a shell, which starts no process for each.
	 */
	static final class Signals implements AutoCloseable {

		private final Process shell;

		Signals() {
			try {
				this.shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		boolean send(String signal, String pid) {
			try {
				this.shell.outputWriter().write("kill -s " + signal + " -- " + pid + " 2>&-; echo $?\n");
				this.shell.outputWriter().flush();
				return "0".equals(this.shell.inputReader().readLine());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			try {
				this.shell.outputWriter().close();
				int unused = this.shell.waitFor();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
