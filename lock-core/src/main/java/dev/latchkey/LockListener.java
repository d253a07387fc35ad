package dev.latchkey;

import java.util.List;

/**
 * Gets the events of the locks of this process. It is called on the thread that acquires,
 * waits, releases or checks, so it must return quickly. What it throws is logged and goes
 * no further.
 */
@FunctionalInterface
public interface LockListener {

	/**
	 * The listener that does nothing.
	 */
	LockListener NONE = (event) -> {
	};

	/**
	 * Handles an event.
	 * @param event the event
	 */
	void onEvent(LockEvent event);

	/**
	 * Combines listeners into one that calls each, in order, and contains what they
	 * throw.
	 * @param listeners the listeners
	 * @return one listener for all
	 */
	static LockListener of(List<? extends LockListener> listeners) {
		return new ContainedListeners(List.copyOf(listeners));
	}

}
