package dev.latchkey.internal.writer;

import java.time.Duration;

/**
 * The times of writer locks. Between processes that use Latchkey on one machine they do
 * not matter: the kernel knows who lives.
 *
 * @param staleAfter how old the lock of a dead process of this machine must be, or a
 * damaged one, to count as abandoned
 * @param remoteStaleAfter how old the lock of another machine must be to count as
 * abandoned
 * @param refreshInterval how often our own locks show that they are alive; below both
 */
public record WriterLockOptions(Duration staleAfter, Duration remoteStaleAfter, Duration refreshInterval) {

	private static final Duration LONGEST_REFRESH = Duration.ofSeconds(10);

	private static final Duration SHORTEST_REFRESH = Duration.ofMillis(100);

	/**
	 * Check the times.
	 * @throws IllegalArgumentException if one is not positive, or the refresh is not
	 * below the others
	 */
	public WriterLockOptions {
		requirePositive("stale-after", staleAfter);
		requirePositive("remote-stale-after", remoteStaleAfter);
		requirePositive("refresh-interval", refreshInterval);
		requireAbove("stale-after", staleAfter, refreshInterval);
		requireAbove("remote-stale-after", remoteStaleAfter, refreshInterval);
	}

	/**
	 * Return the defaults: 30 seconds, 300 seconds, refreshed every 10.
	 * @return the defaults
	 */
	public static WriterLockOptions defaults() {
		return of(Duration.ofSeconds(30), Duration.ofSeconds(300));
	}

	/**
	 * Return options with a refresh of a third of the shorter time, from 100 ms to 10
	 * seconds.
	 * @param staleAfter for this machine, above 100 ms
	 * @param remoteStaleAfter for other machines, above 100 ms
	 * @return the options
	 */
	public static WriterLockOptions of(Duration staleAfter, Duration remoteStaleAfter) {
		Duration third = min(staleAfter, remoteStaleAfter).dividedBy(3);
		Duration refresh = min(LONGEST_REFRESH, third);
		return new WriterLockOptions(staleAfter, remoteStaleAfter,
				(refresh.compareTo(SHORTEST_REFRESH) > 0) ? refresh : SHORTEST_REFRESH);
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("The " + name + " must be positive, not " + value);
		}
	}

	private static void requireAbove(String name, Duration value, Duration refresh) {
		if (value.compareTo(refresh) <= 0) {
			throw new IllegalArgumentException(
					"The " + name + " of " + value.toMillis() + " ms must be above the refresh-interval of "
							+ refresh.toMillis() + " ms, or living locks would look abandoned");
		}
	}

}
