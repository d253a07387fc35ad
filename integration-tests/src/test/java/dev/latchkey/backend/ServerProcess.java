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

package dev.latchkey.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A server that is a program of this machine, on a port of its own.
 */
final class ServerProcess {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private final int port;

	private final List<String> command;

	private @Nullable Process process;

	ServerProcess(int port, List<String> command) {
		this.port = port;
		this.command = command;
	}

	/**
	 * Find a program, or skip the calling test; fail it where all must run.
	 * @param name the program
	 * @param hint what has it
	 * @param directories where it may be, besides where programs are
	 */
	static Path require(String name, String hint, Stream<Path> directories) {
		Optional<Path> program = Stream
			.concat(directories, Stream.of("/usr/bin", "/usr/local/bin", "/usr/sbin").map(Path::of))
			.map((directory) -> directory.resolve(name))
			.filter(Files::isExecutable)
			.findFirst();
		if (program.isEmpty()) {
			String message = "This test needs " + name + ", as in Debian's package " + hint;
			if (Boolean.getBoolean("latchkey.test.require-all")) {
				Assertions.fail(message + ", and here it must run");
			}
			Assumptions.abort(message);
		}
		return program.orElseThrow();
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Run a program to its end. */
	static void run(List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(command + ": " + output).isZero();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	void start() {
		try {
			this.process = new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await().atMost(LIMIT).until(this::answers);
	}

	private boolean answers() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * End it.
	 * @param signal the signal that makes it go at once
	 */
	void end(String signal) {
		Process process = this.process;
		if (process != null && process.isAlive()) {
			run(List.of("kill", "-" + signal, Long.toString(process.pid())));
			try {
				assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("the end of " + this.command)
					.isTrue();
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}
	}

}
