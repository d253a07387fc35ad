package dev.latchkey;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A process that holds, or is said to hold, a lock.
 *
 * @param pid the process id, as seen from the process that asked
 * @param startedAt when the process started, or {@code null} if that cannot be told
 * @param command the process's executable and, where readable, its arguments, or
 * {@code null}
 * @param confidence how well this is known
 */
public record Owner(long pid, @Nullable Instant startedAt, @Nullable String command, Confidence confidence) {

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("pid ").append(this.pid);
		if (this.command != null) {
			text.append(" (").append(this.command).append(')');
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
