package dev.latchkey.spring.actuate;

import java.util.concurrent.atomic.AtomicLong;

import dev.latchkey.LockEvent;
import dev.latchkey.LockListener;

/**
 * Counts what an operator should look at, since the start of the application.
 */
public final class LockTroubles implements LockListener {

	private final AtomicLong lost = new AtomicLong();

	private final AtomicLong stalled = new AtomicLong();

	@Override
	public void onEvent(LockEvent event) {
		if (event instanceof LockEvent.Lost) {
			this.lost.incrementAndGet();
		}
		else if (event instanceof LockEvent.Stalled) {
			this.stalled.incrementAndGet();
		}
	}

	/**
	 * Return how many locks were lost while they were held.
	 * @return the number
	 */
	public long lost() {
		return this.lost.get();
	}

	/**
	 * Return how many holders of wanted locks were found to be stopped or to hang.
	 * @return the number
	 */
	public long stalled() {
		return this.stalled.get();
	}

}
