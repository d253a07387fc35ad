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

package dev.latchkey.internal.flightrecorder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockWait;

/**
 * Records the waits, holds, losses and take-overs of locks in the Flight Recorder of this
 * JVM.
 *
 * <p>
 * Until the first recording of the JVM starts, an event costs one look at a field, and no
 * event class is loaded: loading one prepares the recorder, which takes tens of
 * milliseconds and on a busy machine a second.
 */
public final class FlightRecording implements LockListener {

	/** The waits of which both ends are recorded. */
	private final Map<LockWait, LockWaitEvent> waits = new ConcurrentHashMap<>();

	/** The same of the holds. */
	private final Map<LockHold, LockHoldEvent> holds = new ConcurrentHashMap<>();

	private FlightRecording() {
	}

	/**
	 * Returns what records locks, if this JVM has a Flight Recorder.
	 * @return the listener, or {@code null} if the module {@code jdk.jfr} is absent
	 */
	public static @Nullable FlightRecording orNull() {
		try {
			boolean unused = hasBegun();
			return new FlightRecording();
		}
		catch (LinkageError ex) {
			// The JVM, or the application's module graph, has no jdk.jfr.
			return null;
		}
	}

	/** Whether there has been a recording in this JVM; one that has ended counts too. */
	private static boolean hasBegun() {
		return FlightRecorder.isInitialized();
	}

	@Override
	public void onEvent(LockEvent event) {
		if (!hasBegun()) {
			return;
		}
		if (event instanceof LockEvent.Acquired acquired) {
			begin(acquired.hold());
		}
		else if (event instanceof LockEvent.Released released) {
			end(released.hold(), false);
		}
		else if (event instanceof LockEvent.WaitStarted started) {
			begin(started.lockWait());
		}
		else if (event instanceof LockEvent.WaitEnded ended) {
			end(ended.lockWait(), ended.outcome());
		}
		else if (event instanceof LockEvent.Lost lost) {
			end(lost.hold(), true);
			record(lost);
		}
		else if (event instanceof LockEvent.TakenOver takenOver) {
			record(takenOver);
		}
	}

	private void begin(LockHold hold) {
		if (Holds.TYPE.isEnabled()) {
			LockHoldEvent event = new LockHoldEvent();
			event.begin();
			this.holds.put(hold, event);
		}
	}

	private void end(LockHold hold, boolean lost) {
		LockHoldEvent event = this.holds.isEmpty() ? null : this.holds.remove(hold);
		if (event != null) {
			event.end();
			if (event.shouldCommit()) {
				event.set(hold);
				event.lost = lost;
				event.commit();
			}
		}
	}

	private void begin(LockWait wait) {
		LockWaitEvent event = new LockWaitEvent();
		if (event.isEnabled()) {
			event.begin();
			this.waits.put(wait, event);
		}
	}

	private void end(LockWait wait, LockWait.Outcome outcome) {
		LockWaitEvent event = this.waits.remove(wait);
		if (event != null) {
			event.end();
			if (event.shouldCommit()) {
				event.set(wait, outcome);
				event.commit();
			}
		}
	}

	private static void record(LockEvent.Lost lost) {
		LockLostEvent event = new LockLostEvent();
		if (event.shouldCommit()) {
			event.set(lost);
			event.commit();
		}
	}

	private static void record(LockEvent.TakenOver takenOver) {
		LockTakenOverEvent event = new LockTakenOverEvent();
		if (event.shouldCommit()) {
			event.set(takenOver);
			event.commit();
		}
	}

	/**
	 * Loaded with the first event that may be recorded. Its type is asked before an event
	 * is created, because each acquisition would create one.
	 */
	private static final class Holds {

		static final EventType TYPE = EventType.getEventType(LockHoldEvent.class);

	}

}
