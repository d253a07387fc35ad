package dev.latchkey.spring;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;

/**
 * Gives everybody a hold, and locks nothing.
 */
final class NoLocking implements LockAdmission {

	@Override
	public LockHold acquire(Supplier<LockId> lock, boolean within, LockAcquirer acquisition) {
		return new UnlockedHold(lock.get());
	}

	@Override
	public CompletableFuture<LockHold> acquireAsync(Supplier<LockId> lock, boolean within,
			Supplier<? extends CompletableFuture<? extends LockHold>> acquisition) {
		return CompletableFuture.completedFuture(new UnlockedHold(lock.get()));
	}

}
