package dev.latchkey;

import java.time.Duration;

/**
 * The times of named locks and held file locks. They decide when a living holder is
 * reported as stalled, so that an operator may take its lock away, and when the file of a
 * program that takes no flock counts as abandoned. A dead holder is distinguished from a
 * living one at once by the kernel, whatever these times are.
 *
 * @param staleAfter how old the last heartbeat of a holder must be for the holder to
 * count as stalled. A hold carries it in its file: all processes judge a hold by the
 * options that it was acquired with, not by their own
 * @param heartbeatInterval how often our own locks show that they are alive; below
 * {@code staleAfter}
 */
public record LockOptions(Duration staleAfter, Duration heartbeatInterval) {

	private static final Duration DEFAULT_STALE_AFTER = Duration.ofSeconds(30);

	private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

	/**
	 * Check the times.
	 * @throws IllegalArgumentException if one is not positive, or the heartbeat is not
	 * below the staleness
	 */
	public LockOptions {
		requirePositive("stale-after", staleAfter);
		requirePositive("heartbeat-interval", heartbeatInterval);
		if (heartbeatInterval.compareTo(staleAfter) >= 0) {
			throw new IllegalArgumentException("The heartbeat-interval of " + heartbeatInterval.toMillis()
					+ " ms must be below the stale-after of " + staleAfter.toMillis()
					+ " ms, or living locks would look abandoned; a third of it is a good choice");
		}
	}

	/**
	 * Return the defaults: stale after 30 seconds, a heartbeat every 10.
	 * @return the defaults
	 */
	public static LockOptions defaults() {
		return ofStaleAfter(DEFAULT_STALE_AFTER);
	}

	/**
	 * Return options with a heartbeat of a third of the staleness, and at least 100 ms.
	 * @param staleAfter how old the last heartbeat of an abandoned lock is, above 100 ms
	 * @return the options
	 */
	public static LockOptions ofStaleAfter(Duration staleAfter) {
		requirePositive("stale-after", staleAfter);
		Duration third = staleAfter.dividedBy(3);
		return new LockOptions(staleAfter, (third.compareTo(SHORTEST_HEARTBEAT) > 0) ? third : SHORTEST_HEARTBEAT);
	}

	private static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("The " + name + " must be positive, not " + value);
		}
	}

}
