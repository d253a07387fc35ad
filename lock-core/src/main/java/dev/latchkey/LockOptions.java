/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The options of a lock. The times decide when a living holder is reported as stalled, so
 * that an operator may take its lock away, and when the file of a program that takes no
 * flock counts as abandoned. They are also how long a loss may stay unnoticed: a hold is
 * checked at each heartbeat. Only locks of names and of held files are reported as
 * stalled. A dead holder of this machine is recognised at once by the kernel, whatever
 * these times are. Claims, packs and pid files have no heartbeat and use the tier only.
 *
 * @param staleAfter how old the last heartbeat of a holder must be for the holder to
 * count as stalled. A hold carries it in its file: all processes judge a hold by the
 * options that it was acquired with, not by their own
 * @param heartbeatInterval how often a hold shows that its process goes on; below
 * {@code staleAfter}
 * @param remoteStaleAfter how old the file of a writer of another machine must be to
 * count as abandoned; above {@code heartbeatInterval}
 * @param tier where the lock is in the lock order, or {@code null} to be where
 * {@link Latchkey.Builder#tier} has set
 * @since 0.1
 */
public record LockOptions(Duration staleAfter, Duration heartbeatInterval, Duration remoteStaleAfter,
		@Nullable LockTier tier) {

	private static final Duration DEFAULT_STALE_AFTER = Duration.ofSeconds(30);

	private static final Duration DEFAULT_REMOTE_STALE_AFTER = Duration.ofMinutes(5);

	private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);

	/**
	 * Checks the times.
	 * @throws IllegalArgumentException if one is not positive, or the heartbeat is not
	 * below the others
	 */
	public LockOptions {
		requirePositive("stale-after", staleAfter);
		requirePositive("heartbeat-interval", heartbeatInterval);
		requirePositive("remote-stale-after", remoteStaleAfter);
		requireAbove("stale-after", staleAfter, heartbeatInterval);
		requireAbove("remote-stale-after", remoteStaleAfter, heartbeatInterval);
	}

	/**
	 * Returns the defaults: stale after 30 seconds, a heartbeat every 10, stale on
	 * another machine after 300.
	 * @return the defaults
	 */
	public static LockOptions defaults() {
		return ofStaleAfter(DEFAULT_STALE_AFTER);
	}

	/**
	 * Returns options with a heartbeat of a third of the staleness, and at least 100 ms.
	 * @param staleAfter how old the last heartbeat of an abandoned lock is, above 100 ms
	 * @return the options
	 */
	public static LockOptions ofStaleAfter(Duration staleAfter) {
		requirePositive("stale-after", staleAfter);
		return of(staleAfter, heartbeat(staleAfter));
	}

	/**
	 * Returns options with two times.
	 * @param staleAfter how old the last heartbeat of an abandoned lock is
	 * @param heartbeatInterval how often a hold shows that its process goes on
	 * @return the options
	 */
	public static LockOptions of(Duration staleAfter, Duration heartbeatInterval) {
		return new LockOptions(staleAfter, heartbeatInterval, max(DEFAULT_REMOTE_STALE_AFTER, staleAfter), null);
	}

	/**
	 * Returns these options with a time for locks of other machines. The heartbeat is a
	 * third of it at the most, and at least 100 ms.
	 * @param time how old the file of a writer of another machine must be to count as
	 * abandoned, above 100 ms
	 * @return the options
	 */
	public LockOptions withRemoteStaleAfter(Duration time) {
		requirePositive("remote-stale-after", time);
		return new LockOptions(this.staleAfter, min(this.heartbeatInterval, heartbeat(time)), time, this.tier);
	}

	/**
	 * Returns these options with a tier of the lock order.
	 * @param tier the tier, or {@code null} for none of its own
	 * @return the options
	 */
	public LockOptions withTier(@Nullable LockTier tier) {
		return new LockOptions(this.staleAfter, this.heartbeatInterval, this.remoteStaleAfter, tier);
	}

	private static Duration heartbeat(Duration staleAfter) {
		return max(SHORTEST_HEARTBEAT, staleAfter.dividedBy(3));
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private static void requirePositive(String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException("The " + name + " must be positive, not " + value);
		}
	}

	private static void requireAbove(String name, Duration value, Duration heartbeat) {
		if (heartbeat.compareTo(value) >= 0) {
			throw new IllegalArgumentException("The heartbeat-interval of " + heartbeat.toMillis()
					+ " ms must be below the " + name + " of " + value.toMillis()
					+ " ms, or living locks would look abandoned; a third of it is a good choice");
		}
	}

}
