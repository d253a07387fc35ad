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

package dev.latchkey.spring.test;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.jna.Native;

import dev.latchkey.Latchkey;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;

/**
 * Another process of this machine that holds a lock, until this is closed, to test what
 * an application does when a lock is busy, and what when its holder dies. It is a small
 * JVM without the application, and ends with this one at the latest.
 *
 * <pre class="code">
 * &#64;Test
 * void isSkippedWhileAnotherInstanceRuns(&#64;Autowired LockDirectory locks) {
 *     try (OtherProcess other = OtherProcess.holding("nightly-invoices", locks)) {
 *         …
 *     }
 * }
 * </pre>
 *
 * @since 0.1
 */
public final class OtherProcess implements AutoCloseable {

	private static final int SECONDS_TO_END = 10;

	private final Process process;

	private OtherProcess(Process process) {
		this.process = process;
	}

	/**
	 * Starts a process that holds the lock of a name.
	 * @param name the name, as in the annotation
	 * @param directory the lock directory of the application, a bean
	 * @return the process, which holds the lock
	 * @throws IllegalStateException if the lock is busy, or cannot be had
	 */
	public static OtherProcess holding(String name, LockDirectory directory) {
		return holding(new LockName(name, null), directory);
	}

	/**
	 * Starts a process that holds a lock.
	 * @param lock the name and the key
	 * @param directory the lock directory of the application, a bean
	 * @return the process, which holds the lock
	 * @throws IllegalStateException if the lock is busy, or cannot be had
	 */
	public static OtherProcess holding(LockName lock, LockDirectory directory) {
		List<String> arguments = new ArrayList<>(List.of(OtherProcessMain.NAMED, directory.path().toString()));
		arguments.add(OtherProcessMain.encode(lock.name()));
		if (lock.key() != null) {
			arguments.add(OtherProcessMain.encode(lock.key()));
		}
		return holding(directory.file(lock), arguments);
	}

	/**
	 * Starts a process that holds a held file lock.
	 * @param file the lock's file
	 * @return the process, which holds the lock
	 * @throws IllegalStateException if the lock is busy, or cannot be had
	 */
	public static OtherProcess holding(Path file) {
		return holding(file, List.of(OtherProcessMain.HELD_FILE, file.toAbsolutePath().toString()));
	}

	private static OtherProcess holding(Path file, List<String> arguments) {
		try {
			Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
			OtherProcess other = new OtherProcess(process);
			other.awaitHold(file);
			return other;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> command(List<String> arguments) {
		String classPath = Stream.of(OtherProcessMain.class, Latchkey.class, Native.class)
			.map(OtherProcess::origin)
			.distinct()
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
						classPath, OtherProcessMain.class.getName()));
		command.addAll(arguments);
		return command;
	}

	private static String origin(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void awaitHold(Path file) throws IOException {
		BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8);
		StringBuilder said = new StringBuilder();
		for (String line = output.readLine(); line != null; line = output.readLine()) {
			if (line.equals(OtherProcessMain.HELD)) {
				return;
			}
			said.append('\n').append(line);
		}
		throw new IllegalStateException("The other process did not get the lock '" + file + "', and said:" + said);
	}

	/**
	 * Returns which process it is.
	 * @return the process id, as in a {@code LockTimeoutException}
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Kills the process in the middle, as by {@code kill -9}. When this returns it is
	 * dead, and its lock free.
	 */
	public void kill() {
		Process unused = this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Lets it release the lock, and end it. Does nothing if it has ended.
	 */
	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			if (this.process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			// It reads no more: it is dead, or killed below.
		}
		kill();
	}

}
