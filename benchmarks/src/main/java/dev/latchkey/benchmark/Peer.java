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

package dev.latchkey.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A JVM (or another program) that does something beside what is measured: it prints a
 * line when it is ready, works until it is given a line, and prints its figures then.
 */
final class Peer implements AutoCloseable {

	/** A takeover is logged: as often as here, that would measure the console. */
	private static final Logger news = Logger.getLogger("dev.latchkey.locks");

	private final Process process;

	private final BufferedReader output;

	private Peer(Process process) {
		this.process = process;
		this.output = process.inputReader();
	}

	/**
	 * Starts a peer.
	 * @param main its main class
	 * @param arguments its arguments
	 * @return the peer, ready
	 */
	static Peer start(Class<?> main, List<String> arguments) throws IOException {
		return of(Commands.startJava(main, arguments));
	}

	/**
	 * Waits until a process is ready.
	 * @param process the process
	 * @return the peer
	 */
	static Peer of(Process process) throws IOException {
		Peer peer = new Peer(process);
		String unused = peer.readLine();
		return peer;
	}

	/**
	 * Logs problems only, in this JVM.
	 */
	static void logProblemsOnly() {
		news.setLevel(Level.WARNING);
	}

	/**
	 * Tells whoever started this JVM that it is ready.
	 */
	static void ready() {
		System.out.println("ready");
	}

	/**
	 * Returns whether this JVM may go on working.
	 * @return whether it has not been given a line yet
	 */
	static boolean isWanted() throws IOException {
		return System.in.available() == 0;
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Gives the peer a line.
	 * @param line the line
	 */
	void writeLine(String line) throws IOException {
		this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
		this.process.getOutputStream().flush();
	}

	/**
	 * Waits for a line of the peer.
	 * @return the line
	 */
	String readLine() throws IOException {
		String line = this.output.readLine();
		if (line == null) {
			throw new IllegalStateException("A peer ended before it was expected to, see above");
		}
		return line;
	}

	/**
	 * Kills the peer.
	 * @return the time just before, of the monotonic clock
	 */
	long kill() throws InterruptedException {
		long nanoTime = System.nanoTime();
		this.process.destroyForcibly();
		int unused = this.process.waitFor();
		return nanoTime;
	}

	/**
	 * Lets the peer end.
	 * @return the figures that it printed
	 */
	List<String> stop() throws IOException, InterruptedException {
		this.process.getOutputStream().write('\n');
		this.process.getOutputStream().close();
		return awaitEnd();
	}

	/**
	 * Waits until the peer ends by itself.
	 * @return the figures that it printed
	 */
	List<String> awaitEnd() throws IOException, InterruptedException {
		List<String> figures = this.output.lines().toList();
		int status = this.process.waitFor();
		if (status != 0) {
			throw new IllegalStateException("A peer ended with status " + status + ", see above");
		}
		return figures;
	}

	/** Kills it, if it has not ended. */
	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
