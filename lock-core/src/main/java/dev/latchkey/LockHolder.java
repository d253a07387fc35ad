package dev.latchkey;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process that holds, or is said to hold, a lock.
 *
 * @param pid the process id, as seen from the process that asked
 * @param startedAt when the process started, or {@code null} if that cannot be told
 * @param executable the program that the process runs, or {@code null} if that cannot be
 * told
 * @param commandLine the program with its arguments, which may be secret, or {@code null}
 * if that cannot be told
 * @param confidence how well this is known
 */
public record LockHolder(long pid, @Nullable Instant startedAt, @Nullable String executable,
		@Nullable String commandLine, Confidence confidence) {

	/**
	 * Describe the owner without its arguments.
	 */
	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("pid ").append(this.pid);
		if (this.executable != null) {
			text.append(" (").append(this.executable);
			if (this.startedAt != null) {
				text.append(", started ").append(this.startedAt);
			}
			text.append(')');
		}
		if (this.confidence == Confidence.ANNOUNCED) {
			text.append(", by its own announcement");
		}
		return text.toString();
	}

	/**
	 * How well an owner is known.
	 */
	public enum Confidence {

		/**
		 * The kernel says so.
		 */
		CONFIRMED,

		/**
		 * The lock file's content says so; the kernel could not be asked.
		 */
		ANNOUNCED,

		/**
		 * Neither the kernel nor the content tells.
		 */
		UNKNOWN

	}

}
