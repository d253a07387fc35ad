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

package dev.latchkey.spring.springintegration;

import java.util.concurrent.locks.Lock;

import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.util.Assert;

import dev.latchkey.Latchkey;

/**
 * File locks as a {@link LockRegistry} of Spring Integration, for leader election,
 * aggregators and other endpoints of several processes of one machine.
 *
 * <p>
 * Its locks are named locks of the name {@value #NAME}, one for each key. A lock belongs
 * to the thread that has it, which may lock it again, and must unlock it as often. It has
 * no time to live: it ends when it is unlocked or the process ends, and a living holder
 * keeps it. So there is nothing to renew or to expire.
 *
 * <p>
 * The file of a key that is not used for some time is removed.
 *
 * @since 0.1
 */
public final class FileLockRegistry implements LockRegistry<Lock> {

	/**
	 * The name of all locks of registries; the keys tell them apart.
	 */
	public static final String NAME = "lock-registry";

	private final Latchkey latchkey;

	/**
	 * Creates a registry. Registries of one directory have the same locks, in one process
	 * and in several.
	 * @param latchkey has the locks
	 */
	public FileLockRegistry(Latchkey latchkey) {
		this.latchkey = latchkey;
	}

	/**
	 * Returns the lock of a key. Each call may return another object for it; they are
	 * equal, and the same lock.
	 * @param lockKey the key, a text: other objects mean nothing to other processes
	 * @return the lock
	 * @throws IllegalArgumentException if the key is no text
	 */
	@Override
	public Lock obtain(Object lockKey) {
		Assert.isInstanceOf(String.class, lockKey, "The key of a lock that processes share must be a text: ");
		String key = (String) lockKey;
		return new FileRegistryLock(key, this.latchkey.lock(NAME, key));
	}

}
