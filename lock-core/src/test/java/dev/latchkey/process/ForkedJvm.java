package dev.latchkey.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM with this one's class path, spoken with in lines: commands go in by its
 * standard input, answers come out by its standard output.
 */
public final class ForkedJvm implements AutoCloseable {

	private static final String END = "(the process has ended)";

	private final Process process;

	private final Writer commands;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private ForkedJvm(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread reader = new Thread(this::readAnswers, "answers of " + process.pid());
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
		return start(command(main, arguments));
	}

	/**
	 * Start a JVM that permissions stop, also if this one runs as root.
	 * @param main the class whose main method it runs
	 * @param arguments the arguments of that method
	 * @return the running JVM
	 */
	public static ForkedJvm startWithoutPrivilege(Class<?> main, String... arguments) {
		return start(Requirement.withoutPrivilege(command(main, arguments)));
	}

	private static String[] command(Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Xshare:auto", "-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return command.toArray(String[]::new);
	}

	private static ForkedJvm start(String... command) {
		try {
			return new ForkedJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void readAnswers() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach(this.answers::add);
		}
		catch (IOException | UncheckedIOException ex) {
			this.answers.add(ex.toString());
		}
		this.answers.add(END);
	}

	public long pid() {
		return this.process.pid();
	}

	/**
	 * Send a command.
	 * @param command the command, one line
	 * @return this
	 */
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

	/**
	 * Await the next answer.
	 * @return the answer
	 */
	public String answer() {
		try {
			String answer = this.answers.poll(60, TimeUnit.SECONDS);
			if (answer == null) {
				throw new AssertionError("No answer from process " + pid() + " within a minute");
			}
			return answer;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/**
	 * Send a command and await its answer.
	 * @param command the command
	 * @return the answer
	 */
	public String ask(String command) {
		return send(command).answer();
	}

	public boolean hasAnswer() {
		return !this.answers.isEmpty();
	}

	/** Kill it with SIGKILL, and await its end. */
	public void kill() {
		signal("KILL");
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/** Send SIGKILL, and do not wait. */
	public void shoot() {
		signal("KILL");
	}

	/** Stop it with SIGSTOP, and await that it stands still. */
	public void stop() {
		signal("STOP");
	}

	/** Let it continue after a stop. */
	public void resume() {
		signal("CONT");
	}

	private void signal(String name) {
		if (!Requirement.run("kill", "-" + name, Long.toString(pid()))) {
			throw new AssertionError("Process " + pid() + " could not be signalled");
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
