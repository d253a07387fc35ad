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

import org.jspecify.annotations.Nullable;

/**
 * Adds what the arguments of a call do not say, such as the tenant or the user, to the
 * key of its lock. Locks of different parts do not exclude each other.
 *
 * <p>
 * A resolver is a bean, and is asked only for locks that name it:
 * {@code @HeldFileLock(value = "customer", key = "#id", keyResolver = "tenantKeys")}, or
 * {@link LockRequest#key(String, LockKeyResolver)}. All other locks stay what they are,
 * so a lock that must be the same for all tenants is not split by the presence of a bean.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface LockKeyResolver {

	/**
	 * Returns the part to add to the key of a lock. It is asked once for each call, on
	 * the calling thread, and for each subscription on the thread that subscribes, before
	 * the lock is acquired.
	 * @param lock the name of the lock, and the key that was given for it
	 * @return the part, such as the name of a tenant. {@code null} and a blank text fail
	 * the call: without its part, the lock would exclude calls that it must not, and miss
	 * those that it must
	 */
	@Nullable String resolve(LockName lock);

}
