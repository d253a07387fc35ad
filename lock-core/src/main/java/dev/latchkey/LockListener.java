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

package dev.latchkey;

import java.util.List;

/**
 * Gets the events of the locks of this process. It is called on the thread that acquires,
 * waits, releases or checks, so it must return quickly. What it throws is logged and goes
 * no further. Events of different threads may come in another order than they happened:
 * the next {@link LockEvent.Acquired} of a lock may come before the
 * {@link LockEvent.Released} of the hold before it.
 *
 * @since 0.1
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
