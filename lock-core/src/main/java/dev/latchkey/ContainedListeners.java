package dev.latchkey;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Calls listeners in order; what one throws is logged, and neither the others nor the
 * lock are touched by it.
 */
final class ContainedListeners implements LockListener {

	private static final Logger logger = System.getLogger(LockListener.class.getName());

	private final List<LockListener> listeners;

	ContainedListeners(List<LockListener> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void waiting(LockWait wait) {
		each((listener) -> listener.waiting(wait));
	}

	@Override
	public void waitEnded(LockWait wait) {
		each((listener) -> listener.waitEnded(wait));
	}

	@Override
	public void timedOut(LockId id, Duration waited) {
		each((listener) -> listener.timedOut(id, waited));
	}

	@Override
	public void acquired(LockHold hold) {
		each((listener) -> listener.acquired(hold));
	}

	@Override
	public void released(LockHold hold) {
		each((listener) -> listener.released(hold));
	}

	@Override
	public void lost(LockHold hold, String reason) {
		each((listener) -> listener.lost(hold, reason));
	}

	@Override
	public void stalled(LockId id, List<LockHolder> owners) {
		each((listener) -> listener.stalled(id, owners));
	}

	@Override
	public void staleBroken(LockId id, LockHolder owner) {
		each((listener) -> listener.staleBroken(id, owner));
	}

	@Override
	public void warning(LockId id, LatchkeyException problem) {
		each((listener) -> listener.warning(id, problem));
	}

	@Override
	public void outOfOrder(LockOrderException problem) {
		each((listener) -> listener.outOfOrder(problem));
	}

	@Override
	public void deadlocked(Deadlock deadlock) {
		each((listener) -> listener.deadlocked(deadlock));
	}

	@Override
	public void deadlockEnded(Deadlock deadlock) {
		each((listener) -> listener.deadlockEnded(deadlock));
	}

	@Override
	public void polling(Path directory) {
		each((listener) -> listener.polling(directory));
	}

	private void each(Consumer<LockListener> call) {
		for (LockListener listener : this.listeners) {
			try {
				call.accept(listener);
			}
			catch (Throwable ex) {
				report(listener, ex);
			}
		}
	}

	private static void report(LockListener listener, Throwable problem) {
		try {
			logger.log(Level.WARNING, "A lock listener failed: " + listener, problem);
		}
		catch (Throwable ex) {
			// There is no memory or stack even for that, or the listener has no text.
		}
	}

}
