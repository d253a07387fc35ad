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

package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockOptions;
import dev.latchkey.LockTier;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * Which lock is wanted, and how much. Immutable: each method that changes something
 * returns another request.
 *
 * @param ref the lock
 * @param waitTime how long to wait at the most, zero to try once, or {@code null} for
 * {@code latchkey.wait-time}
 * @param whenBusy what to do when the lock stayed busy for so long
 * @param options the times of a held file lock, or {@code null} for
 * {@code latchkey.held-file}; without meaning for a pack
 * @param tier where a held file lock stands in the lock order, or {@code null} for
 * nowhere; a pack stands on {@link LockTier#PER_PACK}
 * @param callSite where in the program the lock is asked for, to be shown to people, or
 * {@code null} if that is not known
 * @param releaseAfter when the lock is released if it is acquired in a transaction
 * @param leastTime until when the held file lock is left alone after its acquisition, or
 * {@code null} for no such time. It is tried once then
 * @since 0.1
 */
public record LockRequest(LockRef ref, @Nullable Duration waitTime, WhenBusy whenBusy, @Nullable LockOptions options,
		@Nullable LockTier tier, @Nullable String callSite, ReleaseAfter releaseAfter, @Nullable LeastTime leastTime) {

	/**
	 * Checks the request.
	 * @throws IllegalArgumentException if the wait time is negative, or if a lock that is
	 * left alone for some time is waited for, or is that of a pack
	 */
	public LockRequest {
		Assert.isTrue(waitTime == null || !waitTime.isNegative(),
				() -> "The wait time must not be negative, and is " + waitTime);
		Assert.isTrue(leastTime == null || waitTime == null || waitTime.isZero(), () -> "The lock '" + ref
				+ "' has a lockAtLeastFor, so it is tried once: leave the wait time of " + waitTime + " out");
		Assert.isTrue(leastTime == null || !(ref instanceof LockRef.Pack),
				() -> "The lock of the pack '" + ref + "' cannot have a lockAtLeastFor");
	}

	/**
	 * Asks for a lock, with the defaults of {@code latchkey.wait-time} and
	 * {@code latchkey.when-busy}.
	 * @param name the name of the lock, not blank
	 * @return the request
	 */
	public static LockRequest of(String name) {
		return of(new LockName(name, null));
	}

	/**
	 * Asks for the held file lock of a file, with the same defaults.
	 * @param file the lock's file, which exists while the lock is held; its directory is
	 * made if it is missing
	 * @return the request
	 */
	public static LockRequest ofFile(Path file) {
		return of(new LockRef.HeldFile(file));
	}

	/**
	 * Asks for the lock of a pack, with the same defaults. Unlike others it is never
	 * joined.
	 * @param directory the pack, which must exist
	 * @return the request
	 */
	public static LockRequest ofPack(Path directory) {
		return of(new LockRef.Pack(directory));
	}

	private static LockRequest of(LockRef ref) {
		return new LockRequest(ref, null, WhenBusy.DEFAULT, null, null, null, ReleaseAfter.DEFAULT, null);
	}

	/**
	 * Asks for the lock of one key.
	 * @param key the key that distinguishes locks of the same name
	 * @return the request
	 * @throws IllegalStateException if this asks for a file or a pack, which has no keys
	 */
	public LockRequest key(String key) {
		return ref(new LockName(requireName().name(), key));
	}

	/**
	 * Asks for the lock of one key and of the part that a resolver gives, such as the
	 * tenant: the lock of methods whose annotation has the same key and names this
	 * resolver. It is asked now, so make such a request for each use and keep none.
	 * @param key the key that distinguishes locks of the same name and part
	 * @param resolver gives the part
	 * @return the request
	 * @throws IllegalStateException if this asks for a file or a pack, which has no keys
	 * @throws LatchkeyException if the resolver gives no part
	 */
	public LockRequest key(String key, LockKeyResolver resolver) {
		return within(new LockName(requireName().name(), key), resolver);
	}

	/**
	 * Asks for the lock of the part that a resolver gives, such as the tenant, as
	 * {@link #key(String, LockKeyResolver)} does for locks that have no other key.
	 * @param resolver gives the part
	 * @return the request
	 * @throws IllegalStateException if this asks for a file or a pack, which has no keys
	 * @throws LatchkeyException if the resolver gives no part
	 */
	public LockRequest key(LockKeyResolver resolver) {
		return within(new LockName(requireName().name(), null), resolver);
	}

	private LockRequest within(LockName name, LockKeyResolver resolver) {
		String part = resolver.resolve(name);
		if (!StringUtils.hasText(part)) {
			throw new LatchkeyException(
					"The key resolver of the lock '" + name + "'"
							+ ((this.callSite != null) ? " on " + this.callSite : "") + " gives "
							+ ((part != null) ? "a blank text" : "null") + ", and not what to add to the key.",
					"Let " + resolver.getClass().getTypeName() + " refuse such calls, or give a text for them.", null);
		}
		return ref(name.within(part));
	}

	private LockName requireName() {
		if (this.ref instanceof LockName name) {
			return name;
		}
		throw new IllegalStateException("Only a lock that has a name can have keys, not " + this.ref);
	}

	/**
	 * Asks for another lock in the same way.
	 * @param ref the lock
	 * @return the request
	 */
	public LockRequest ref(LockRef ref) {
		return new LockRequest(ref, this.waitTime, this.whenBusy, this.options, this.tier, this.callSite,
				this.releaseAfter, this.leastTime);
	}

	/**
	 * Sets how long to wait.
	 * @param waitTime how long to wait at the most, zero to try once
	 * @return the request
	 */
	public LockRequest waitTime(Duration waitTime) {
		return new LockRequest(this.ref, waitTime, this.whenBusy, this.options, this.tier, this.callSite,
				this.releaseAfter, this.leastTime);
	}

	/**
	 * Sets what to do when the lock stayed busy.
	 * @param whenBusy what to do
	 * @return the request
	 */
	public LockRequest whenBusy(WhenBusy whenBusy) {
		return new LockRequest(this.ref, this.waitTime, whenBusy, this.options, this.tier, this.callSite,
				this.releaseAfter, this.leastTime);
	}

	/**
	 * Sets how the lock looks to programs that take no flock.
	 * @param options the times
	 * @return the request
	 */
	public LockRequest options(LockOptions options) {
		return new LockRequest(this.ref, this.waitTime, this.whenBusy, options, this.tier, this.callSite,
				this.releaseAfter, this.leastTime);
	}

	/**
	 * Sets the tier of the lock in the lock order.
	 * @param tier the tier
	 * @return the request
	 */
	public LockRequest tier(LockTier tier) {
		return new LockRequest(this.ref, this.waitTime, this.whenBusy, this.options, tier, this.callSite,
				this.releaseAfter, this.leastTime);
	}

	/**
	 * Sets the call site of the request. The actuator endpoint shows it beside the hold
	 * and the wait.
	 * @param callSite the call site, such as the name of a method
	 * @return the request
	 */
	public LockRequest callSite(String callSite) {
		return new LockRequest(this.ref, this.waitTime, this.whenBusy, this.options, this.tier, callSite,
				this.releaseAfter, this.leastTime);
	}

	/**
	 * Sets when the lock is released if it is acquired in a transaction.
	 * @param releaseAfter after what
	 * @return the request
	 */
	public LockRequest releaseAfter(ReleaseAfter releaseAfter) {
		return new LockRequest(this.ref, this.waitTime, this.whenBusy, this.options, this.tier, this.callSite,
				releaseAfter, this.leastTime);
	}

	/**
	 * Leaves the lock alone for a time after it was acquired, even if it is released
	 * earlier or this process dies. It is tried once, and acquired only if the time of a
	 * former acquisition is over. Requests without such a time do not respect it, and a
	 * request that joins does not begin it.
	 * @param time the time, positive
	 * @return the request
	 * @throws IllegalArgumentException if this waits, or asks for a pack
	 */
	public LockRequest lockAtLeastFor(Duration time) {
		return leastTime(LeastTime.of(time));
	}

	/**
	 * Leaves the lock alone as {@link #lockAtLeastFor(Duration)} does, until a moment
	 * that is known when it is acquired.
	 * @param leastTime until when
	 * @return the request
	 */
	public LockRequest leastTime(LeastTime leastTime) {
		return new LockRequest(this.ref, this.waitTime, this.whenBusy, this.options, this.tier, this.callSite,
				this.releaseAfter, leastTime);
	}

}
