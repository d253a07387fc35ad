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

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentLruCache;

import dev.latchkey.CooldownHold;
import dev.latchkey.CrossProcessLock;
import dev.latchkey.HeartbeatLock;
import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;

/**
 * Locks in files of this machine.
 *
 * @since 0.1
 */
public final class FileLockBackend implements LockBackend {

	private static final int MOST_KEPT = 256;

	private final Latchkey latchkey;

	private final LockOptions options;

	/** Locks without a key: there are as many as there are different annotations. */
	private final ConcurrentLruCache<Named, HeartbeatLock> withoutKey;

	/**
	 * Creates a backend.
	 * @param latchkey has the locks
	 * @param options the options of locks whose requests have none
	 */
	public FileLockBackend(Latchkey latchkey, LockOptions options) {
		this.latchkey = latchkey;
		this.options = options;
		this.withoutKey = new ConcurrentLruCache<>(MOST_KEPT,
				(lock) -> with(lock.options(), this.latchkey.lock(lock.name())));
	}

	@Override
	public CrossProcessLock<? extends LockHold> lock(LockRequest request) {
		HeartbeatLock lock = find(request.ref(), options(request));
		LeastTime leastTime = request.leastTime();
		return (leastTime != null) ? withCooldown(lock, leastTime) : lock;
	}

	private static CrossProcessLock<CooldownHold> withCooldown(HeartbeatLock lock, LeastTime leastTime) {
		return lock.withCooldown(leastTime.endOf(Instant.now()));
	}

	private HeartbeatLock find(LockRef ref, @Nullable LockOptions options) {
		if (ref instanceof LockName name) {
			String key = name.key();
			return (key != null) ? with(options, this.latchkey.lock(name.name(), key))
					: this.withoutKey.get(new Named(name.name(), options));
		}
		if (ref instanceof LockRef.HeldFile given) {
			return with(options, this.latchkey.heldFile(given.file()));
		}
		throw new IllegalArgumentException("No name and no file: " + ref);
	}

	private static HeartbeatLock with(@Nullable LockOptions options, HeartbeatLock lock) {
		return (options != null) ? lock.with(options) : lock;
	}

	private @Nullable LockOptions options(LockRequest request) {
		LockOptions own = request.options();
		if (request.tier() == null) {
			return own;
		}
		return ((own != null) ? own : this.options).withTier(request.tier());
	}

	private record Named(String name, @Nullable LockOptions options) {
	}

}
