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

package dev.latchkey.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that have nothing to do with any pid file.
 */
public final class Sleepers implements AutoCloseable {

	private final List<Process> processes = new ArrayList<>();

	public long start() {
		return start("sleep", "1000").pid();
	}

	public long startAsAnotherUser() {
		return start(Requirement.asAnotherUser("sleep", "1000")).pid();
	}

	/** A child of a process that does not ask how it ended. */
	public long zombie() throws IOException {
		Process parent = start("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000");
		String pid = parent.inputReader().readLine();
		// The shell would ask.
		Awaitility.await().until(() -> stat(Long.toString(parent.pid())).contains("(sleep)"));
		assertThat(Requirement.run("kill", "-KILL", pid)).isTrue();
		Awaitility.await().until(() -> stat(pid).contains(") Z "));
		return Long.parseLong(pid);
	}

	private static String stat(String pid) throws IOException {
		return Files.readString(Path.of("/proc", pid, "stat"));
	}

	private Process start(String... command) {
		try {
			Process process = new ProcessBuilder(command).start();
			this.processes.add(process);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
	}

}
