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

	private Rival(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
	}

	/**
	 * Start a rival. Its output goes where this process's goes, its input is a pipe.
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

	/** Ask it for a sync. */
	void sync() {
		try {
			this.commands.write(RivalInput.SYNC + "\n");
			this.commands.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Process " + pid() + " does not listen", ex);
		}
	}

	/** Send SIGSTOP. */
	void stop() throws InterruptedException {
		signal("STOP");
	}

	/** Send SIGCONT. */
	void resume() throws InterruptedException {
		signal("CONT");
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
	 * Send SIGKILL.
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
