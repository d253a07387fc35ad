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
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;

/**
 * Locks in files of this machine.
 *
 * @since 0.1
 */
public final class FileLockBackend implements LockBackend {

	private static final int MOST_KEPT = 256;

	private final HeldFileLocks heldFiles;

	private final NamedLocks named;

	/** Locks without a key: there are as many as there are different annotations. */
	private final ConcurrentLruCache<Named, HeartbeatLock> withoutKey;

	/**
	 * Creates a backend.
	 * @param heldFiles locks of files
	 * @param named locks of names
	 */
	public FileLockBackend(HeldFileLocks heldFiles, NamedLocks named) {
		this.heldFiles = heldFiles;
		this.named = named;
		this.withoutKey = new ConcurrentLruCache<>(MOST_KEPT,
				(lock) -> with(lock.options(), this.named.lock(lock.name())));
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
			return (key != null) ? with(options, this.named.lock(name.name(), key))
					: this.withoutKey.get(new Named(name.name(), options));
		}
		if (ref instanceof LockRef.HeldFile given) {
			return with(options, this.heldFiles.lock(given.file()));
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
		return ((own != null) ? own : this.heldFiles.options()).withTier(request.tier());
	}

	private record Named(String name, @Nullable LockOptions options) {
	}

}
