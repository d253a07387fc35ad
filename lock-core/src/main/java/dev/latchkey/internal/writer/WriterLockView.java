package dev.latchkey.internal.writer;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;

/**
 * A writer lock, as it was when it was looked at.
 *
 * @param path the lock's file
 * @param state what it means
 * @param record what the file says, or {@code null} if there is none that can be read
 * @param problem what is wrong with the file, as in "has 7 bytes instead of 104", or
 * {@code null} if nothing is
 * @param owners who has the lock, as far as is known
 */
public record WriterLockView(Path path, State state, @Nullable WriterLockRecord record, @Nullable String problem,
		List<LockHolder> owners) {

	/**
	 * Describe the lock in one line.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("'" + this.path + "' is ").append(this.state.text);
		if (this.problem != null) {
			text.append(", and ").append(this.problem);
		}
		if (this.record != null) {
			text.append(": written by pid ")
				.append(this.record.pid())
				.append(" on ")
				.append(this.record.host())
				.append(" at ")
				.append(this.record.time())
				.append(", writer ")
				.append(this.record.writerId());
		}
		return this.owners.isEmpty() ? text.toString() : text.append("; held by ").append(this.owners).toString();
	}

	/**
	 * What the lock's file means.
	 */
	public enum State {

		/** There is no file. */
		FREE("free"),
		/** Somebody has it, as far as can be told. */
		HELD("held"),
		/** Nobody has it; the next acquisition takes it over. */
		STALE("stale"),
		/** It is not a writer lock, and is left alone. */
		FOREIGN("not a writer lock");

		private final String text;

		State(String text) {
			this.text = text;
		}

	}

}
