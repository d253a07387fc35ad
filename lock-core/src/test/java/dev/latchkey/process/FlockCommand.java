package dev.latchkey.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The program {@code flock} of util-linux, which has a file locked until this is closed.
 */
public final class FlockCommand implements AutoCloseable {

	private final Process process;

	private FlockCommand(Process process) {
		this.process = process;
	}

	/**
	 * Lock a file, or skip the calling test where the program is missing.
	 * @param file the file
	 * @return the program, which has it locked
	 */
	public static FlockCommand of(Path file) {
		Requirement.FLOCK.require();
		try {
			// Without --no-fork a child of the program would have the file too.
			Process process = new ProcessBuilder("flock", "--no-fork", file.toString(), "sh", "-c",
					"echo locked; read line")
				.redirectErrorStream(true)
				.start();
			String answer = process.inputReader().readLine();
			if (!"locked".equals(answer)) {
				throw new AssertionError("flock said: " + answer);
			}
			return new FlockCommand(process);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			int unused = this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
