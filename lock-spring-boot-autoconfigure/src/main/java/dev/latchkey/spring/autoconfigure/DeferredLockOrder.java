package dev.latchkey.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.latchkey.LockId;
import dev.latchkey.LockOrder;
import dev.latchkey.LockTier;

/**
 * Asks the lock order of the application, which is created for the first lock on a tier.
 */
final class DeferredLockOrder implements LockOrder {

	private final SingletonSupplier<LockOrder> order;

	DeferredLockOrder(ObjectProvider<LockOrder> order) {
		this.order = SingletonSupplier.of(() -> order.getIfAvailable(LockOrder::standard));
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
