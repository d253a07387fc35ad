package dev.latchkey.spring;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import org.springframework.util.Assert;

/**
 * Until when a lock is left alone after it was acquired, even if it is released earlier
 * or its holder dies. Only requests with such a time respect it.
 */
@FunctionalInterface
public interface LeastTime {

	/**
	 * Return when the lock may be acquired again.
	 * @param acquisition when it is acquired, by the wall clock
	 * @return the end of the time, by the wall clock
	 */
	Instant endOf(Instant acquisition);

	/**
	 * Leave a lock alone for a time.
	 * @param time the time, positive
	 * @return the time
	 */
	static LeastTime of(Duration time) {
		Assert.isTrue(!time.isNegative() && !time.isZero(), () -> "A lockAtLeastFor must be positive, and is " + time);
		return (acquisition) -> {
			try {
				return acquisition.plus(time);
			}
			catch (DateTimeException | ArithmeticException ex) {
				return Instant.MAX;
			}
		};
	}

}
