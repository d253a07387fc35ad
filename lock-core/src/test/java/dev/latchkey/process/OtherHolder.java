package dev.latchkey.process;

import java.nio.file.Path;

import dev.latchkey.LockKind;

/**
 * Another process that holds a lock, until this is closed.
 */
public final class OtherHolder implements AutoCloseable {

	private final ForkedJvm process;

	private OtherHolder(ForkedJvm process) {
		this.process = process;
	}

	public static OtherHolder of(LockKind kind, Path directory) {
		ForkedJvm process = LockWorker.start(kind, directory);
		String answer = process.ask("try");
		if (!answer.startsWith("held")) {
			process.close();
			throw new AssertionError("The other process did not get the lock: " + answer);
		}
		return new OtherHolder(process);
	}

	public long pid() {
		return this.process.pid();
	}

	public boolean isHolding() {
		return this.process.ask("require").equals("held");
	}

	@Override
	public void close() {
		this.process.ask("release");
		this.process.close();
	}

}
