package dev.latchkey.order;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A permit of {@link SchedulerPermits}, until it is given back.
 */
public final class Permit implements AutoCloseable {

	private final Runnable giveBack;

	private final TierScope scope;

	private final AtomicBoolean given = new AtomicBoolean();

	Permit(Runnable giveBack, TierScope scope) {
		this.giveBack = giveBack;
		this.scope = scope;
	}

	/**
	 * Give the permit back, which any thread may do. Calling it again does nothing.
	 */
	@Override
	public void close() {
		if (this.given.compareAndSet(false, true)) {
			this.scope.close();
			this.giveBack.run();
		}
	}

}
