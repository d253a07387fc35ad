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

package dev.latchkey.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A second JVM with this one's class path. It is spoken with in lines: commands by its
 * standard input, answers by its standard output, where an answer is a line that begins
 * with {@value #ANSWER}; all else is its log.
 */
public final class ForkedJvm implements AutoCloseable {

	/** How an answer begins. */
	private static final String ANSWER = "> ";

	/** How news begin, which no command has asked for. */
	private static final String NEWS = "~ ";

	/** No answer, but news: there will be none. */
	private static final String END = "(the process has ended)";

	private static final Duration LIMIT = Duration.ofSeconds(60);

	/** What a forked JVM has as this one has it. */
	private static final List<String> INHERITED = List.of("latchkey.platform");

	private final Process process;

	private final Writer commands;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Queue<String> log = new ConcurrentLinkedQueue<>();

	private volatile String news = "";

	private ForkedJvm(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::read, "output of " + process.pid());
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Start a JVM.
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm start(Class<?> main, String... arguments) {
		return start(Map.of(), main, arguments);
	}

	/**
	 * Start a JVM.
	 * @param systemProperties its system properties
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm start(Map<String, String> systemProperties, Class<?> main, String... arguments) {
		return start(command(systemProperties, main, arguments));
	}

	/**
	 * Start a JVM with other variables in its environment.
	 * @param environment what is added to, or changed in, this process's environment
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startWithEnvironment(Map<String, String> environment, Class<?> main, String... arguments) {
		return startWith(environment, command(Map.of(), main, arguments));
	}

	/**
	 * Start a JVM that is ended by an interrupt from the keyboard, whatever this one is.
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startInForeground(Class<?> main, String... arguments) {
		return start(Requirement.withDefaultSignals(command(Map.of(), main, arguments)));
	}

	/**
	 * Start a JVM that permissions stop, also if this one runs as root.
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startWithoutPrivilege(Class<?> main, String... arguments) {
		return start(Requirement.withoutPrivilege(command(Map.of(), main, arguments)));
	}

	/**
	 * Start a JVM in which no real-time signal can be queued.
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startWithoutQueuedSignals(Class<?> main, String... arguments) {
		return start(Requirement.withoutQueuedSignals(command(Map.of(), main, arguments)));
	}

	/**
	 * Start a JVM that may have few open files.
	 * @param limit how many it may have, its own included
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startWithOpenFiles(int limit, Class<?> main, String... arguments) {
		return start(Requirement.withOpenFiles(limit, command(Map.of(), main, arguments)));
	}

	/**
	 * Start a JVM in a pid namespace of its own, where it is process 1. This is then the
	 * process that started it.
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the process that started the JVM
	 */
	public static ForkedJvm startInPidNamespace(Class<?> main, String... arguments) {
		return start(Requirement.inPidNamespace(command(Map.of(), main, arguments)));
	}

	/**
	 * Start a JVM that has modules instead of a class path.
	 * @param modulePath where the modules are
	 * @param main the module whose main class it runs, and that class
	 * @param argument the argument of its main method
	 * @return the running JVM
	 */
	public static ForkedJvm startModule(List<Path> modulePath, String main, String argument) {
		String path = modulePath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
		return start(java(), "--enable-native-access=com.sun.jna", "--module-path", path, "--module", main, argument);
	}

	/**
	 * Start a JVM that lacks most modules of the JDK, as an image made by jlink may.
	 * @param modules the modules that it has, with commas
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startWithModules(String modules, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>(List.of(command(Map.of(), main, arguments)));
		command.addAll(1, List.of("--limit-modules", modules));
		return start(command.toArray(String[]::new));
	}

	/**
	 * Start a JVM whose class path lacks a library.
	 * @param library the library, as its file's name begins
	 * @param systemProperties its system properties
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startWithoutLibrary(String library, Map<String, String> systemProperties, Class<?> main,
			String... arguments) {
		String[] command = command(systemProperties, main, arguments);
		command[List.of(command).indexOf("-cp") + 1] = Stream
			.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
			.filter((entry) -> !Path.of(entry).getFileName().toString().startsWith(library + "-"))
			.collect(Collectors.joining(File.pathSeparator));
		return start(command);
	}

	/**
	 * Answer, in the forked JVM.
	 * @param answer one line
	 */
	public static void reply(String answer) {
		System.out.println(ANSWER + answer);
	}

	/**
	 * Tell what has happened, in the forked JVM.
	 * @param news one line
	 */
	public static void tell(String news) {
		System.out.println(NEWS + news);
	}

	/**
	 * Await the next command, in the forked JVM.
	 * @return one line, or {@code null} if there will be none
	 */
	public static @Nullable String awaitCommand() {
		try {
			return Input.LINES.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the command that starts a JVM, for those who start it in their own way.
	 * @param systemProperties its system properties
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the command
	 */
	public static String[] command(Map<String, String> systemProperties, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(java());
		command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
		INHERITED.stream()
			.filter((name) -> System.getProperty(name) != null && !systemProperties.containsKey(name))
			.forEach((name) -> command.add("-D" + name + "=" + System.getProperty(name)));
		systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return command.toArray(String[]::new);
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	private static ForkedJvm start(String... command) {
		return startWith(Map.of(), command);
	}

	private static ForkedJvm startWith(Map<String, String> environment, String... command) {
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
			builder.environment().putAll(environment);
			return new ForkedJvm(builder.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach((line) -> {
				this.log.add(line);
				if (line.startsWith(ANSWER)) {
					this.answers.add(line.substring(ANSWER.length()));
				}
				else if (line.startsWith(NEWS)) {
					this.news = line.substring(NEWS.length());
				}
			});
		}
		catch (IOException | UncheckedIOException ex) {
			this.log.add(ex.toString());
		}
		this.answers.add(END);
	}

	/**
	 * Return what the process has told last.
	 * @return the news, empty if there were none
	 */
	public String news() {
		return this.news;
	}

	public long pid() {
		return this.process.pid();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** Send a command, one line. */
	public ForkedJvm send(String command) {
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Await the next answer. */
	public String answer() {
		String answer = answerWithin(LIMIT);
		if (answer == null || answer.equals(END)) {
			throw new AssertionError("No answer from process " + pid() + ", which said:\n" + log());
		}
		return answer;
	}

	/** Await the next answer for some time; {@code null} if there was none. */
	public @Nullable String answerWithin(Duration time) {
		try {
			return this.answers.poll(time.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/** Send a command and await its answer. */
	public String ask(String command) {
		return send(command).answer();
	}

	/** Tell whether there is an answer that nobody has awaited. */
	public boolean hasAnswer() {
		return !this.answers.isEmpty();
	}

	/** Send no more commands, and await that the process ends therefore. */
	public void end() {
		try {
			this.commands.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		String unused = awaitEnd();
	}

	/** Await that the process ends by itself, and return all that it printed. */
	public String awaitEnd() {
		try {
			if (!this.process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				throw new AssertionError("Process " + pid() + " goes on, and said:\n" + log());
			}
			return log();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/** Return how the process ended, which it has. */
	public int exitValue() {
		return this.process.exitValue();
	}

	private String log() {
		return String.join("\n", this.log);
	}

	/** Send SIGKILL, and await the end. */
	public void kill() {
		signal("KILL");
		String unused = awaitEnd();
	}

	/** Send SIGSTOP. */
	public void stop() {
		signal("STOP");
	}

	/** Send SIGCONT. */
	public void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		if (!Requirement.run("kill", "-" + name, Long.toString(pid()))) {
			throw new AssertionError("Process " + pid() + " could not be sent " + name);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/** Opened only in a process that awaits commands. */
	private static final class Input {

		static final BufferedReader LINES = new BufferedReader(
				new InputStreamReader(System.in, StandardCharsets.UTF_8));

	}

}
