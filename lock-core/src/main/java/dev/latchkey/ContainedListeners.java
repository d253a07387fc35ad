package dev.latchkey;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Calls listeners in order. What one throws is logged; the others and the lock are not
 * affected.
 */
final class ContainedListeners implements LockListener {

	private static final Logger logger = System.getLogger(LockListener.class.getName());

	private final List<LockListener> listeners;

	ContainedListeners(List<LockListener> listeners) {
		this.listeners = listeners;
	}

	@Override
	public void onEvent(LockEvent event) {
		for (LockListener listener : this.listeners) {
			try {
				listener.onEvent(event);
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
