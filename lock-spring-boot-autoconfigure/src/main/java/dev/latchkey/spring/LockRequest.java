package dev.latchkey.spring;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import dev.latchkey.spring.annotation.WhenBusy;

/**
 * Which lock is wanted, and how much. Immutable: each method that changes something
 * returns another request.
 *
 * @param lock the lock
 * @param waitTime how long to wait at the most, zero to try once, or {@code null} for
 * {@code latchkey.wait-time}
 * @param whenBusy what to do when the lock stayed busy for so long
 */
public record LockRequest(LockName lock, @Nullable Duration waitTime, WhenBusy whenBusy) {

	/**
	 * Check the request.
	 * @throws IllegalArgumentException if the wait time is negative
	 */
	public LockRequest {
		Assert.isTrue(waitTime == null || !waitTime.isNegative(),
				() -> "The wait time must not be negative, and is " + waitTime);
	}

	/**
	 * Ask for a lock, with the defaults of {@code latchkey.wait-time} and
	 * {@code latchkey.when-busy}.
	 * @param name the name of the lock, not blank
	 * @return the request
	 */
	public static LockRequest of(String name) {
		return new LockRequest(new LockName(name, null), null, WhenBusy.DEFAULT);
	}

	/**
	 * Ask for the lock of one key.
	 * @param key what tells locks of the same name apart
	 * @return the request
	 */
	public LockRequest key(String key) {
		return new LockRequest(new LockName(this.lock.name(), key), this.waitTime, this.whenBusy);
	}

	/**
	 * Say how long to wait.
	 * @param waitTime how long to wait at the most, zero to try once
	 * @return the request
	 */
	public LockRequest waitTime(Duration waitTime) {
		return new LockRequest(this.lock, waitTime, this.whenBusy);
	}

	/**
	 * Say what to do when the lock stayed busy.
	 * @param whenBusy what to do
	 * @return the request
	 */
	public LockRequest whenBusy(WhenBusy whenBusy) {
		return new LockRequest(this.lock, this.waitTime, whenBusy);
	}

}
