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

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.latchkey.LockId;
import dev.latchkey.LockOrder;
import dev.latchkey.LockTier;
import dev.latchkey.order.LockTiers;

/**
 * Asks the lock order of the application, which is created for the first lock on a tier.
 *
 * @since 0.1
 */
public final class DeferredLockOrder implements LockOrder {

	private final SingletonSupplier<LockOrder> order;

	/**
	 * Creates an order that looks nothing up yet.
	 * @param order the order; a {@link LockTiers} with the defaults, if there is none
	 */
	public DeferredLockOrder(ObjectProvider<LockOrder> order) {
		this.order = SingletonSupplier.of(() -> order.getIfAvailable(LockTiers::new));
	}

	@Override
	public Position enter(LockTier tier, LockId lock) {
		return this.order.obtain().enter(tier, lock);
	}

	@Override
	public void check(LockTier tier, LockId lock) {
		this.order.obtain().check(tier, lock);
	}

}
