package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.latchkey.LockHold;

/**
 * Gives everybody a hold, and locks nothing.
 */
final class NoLocking implements LockAdmission {

	@Override
	public LockHold acquire(Supplier<Path> file, boolean within, Acquisition acquisition) {
		return new UnlockedHold(file.get());
	}

	@Override
	public CompletableFuture<LockHold> acquireAsync(Supplier<Path> file, boolean within,
			Supplier<? extends CompletableFuture<? extends LockHold>> acquisition) {
		return CompletableFuture.completedFuture(new UnlockedHold(file.get()));
	}

}
