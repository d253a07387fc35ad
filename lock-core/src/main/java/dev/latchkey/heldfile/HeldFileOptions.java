package dev.latchkey.heldfile;

import java.time.Duration;

/**
 * The times of held file locks. They matter only where the kernel cannot tell who is
 * alive: beside programs that take no flock. Between processes that use Latchkey on one
 * machine a dead holder is told from a living one at once, whatever these say.
 *
 * @param staleAfter how old the last heartbeat of such a program must be for its lock to
 * count as abandoned. Our own locks carry it in their file: all processes judge a hold by
 * the options that it was acquired with, not by their own
 * @param heartbeatInterval how often our own locks show that they are alive; below
 * {@code staleAfter}
 */
public record HeldFileOptions(Duration staleAfter, Duration heartbeatInterval) {

	static final Duration DEFAULT_STALE_AFTER = Duration.ofSeconds(30);

	private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

	/**
	 * Check the times.
	 * @throws IllegalArgumentException if one is not positive, or the heartbeat is not
	 * below the staleness
	 */
	public HeldFileOptions {
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
	public static HeldFileOptions defaults() {
		return ofStaleAfter(DEFAULT_STALE_AFTER);
	}

	/**
	 * Return options with a heartbeat of a third of the staleness, and at least 100 ms.
	 * @param staleAfter how old the last heartbeat of an abandoned lock is, above 100 ms
	 * @return the options
	 */
	public static HeldFileOptions ofStaleAfter(Duration staleAfter) {
		requirePositive("stale-after", staleAfter);
		Duration third = staleAfter.dividedBy(3);
		return new HeldFileOptions(staleAfter, (third.compareTo(SHORTEST_HEARTBEAT) > 0) ? third : SHORTEST_HEARTBEAT);
	}

	private static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("The " + name + " must be positive, not " + value);
		}
	}

}
