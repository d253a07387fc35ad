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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Calls listeners in order. What one throws is logged; the others and the lock are not
 * affected.
 */
final class ContainedListeners implements LockListener {

	private static final Logger logger = System.getLogger(LockListener.class.getName());

	/** An array: an event must not cost an iterator. */
	private final LockListener[] listeners;

	ContainedListeners(List<LockListener> listeners) {
		this.listeners = listeners.toArray(LockListener[]::new);
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
