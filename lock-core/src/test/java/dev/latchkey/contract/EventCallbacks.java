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

package dev.latchkey.contract;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrderException;
import dev.latchkey.LockWait;

/**
 * A listener of tests, with one method for each type of event.
 */
public abstract class EventCallbacks implements LockListener {

	@Override
	public final void onEvent(LockEvent event) {
		if (event instanceof LockEvent.WaitStarted started) {
			waiting(started.lockWait());
		}
		else if (event instanceof LockEvent.WaitEnded ended) {
			waitEnded(ended.lockWait(), ended.outcome());
		}
		else if (event instanceof LockEvent.TimedOut timedOut) {
			timedOut(timedOut.id(), timedOut.waited());
		}
		else if (event instanceof LockEvent.Acquired acquired) {
			acquired(acquired.hold());
		}
		else if (event instanceof LockEvent.Released released) {
			released(released.hold());
		}
		else if (event instanceof LockEvent.Lost lost) {
			lost(lost.hold(), lost.reason());
		}
		else if (event instanceof LockEvent.Stalled stalled) {
			stalled(stalled.id(), stalled.holders());
		}
		else if (event instanceof LockEvent.TakenOver takenOver) {
			takenOver(takenOver.id(), takenOver.former());
		}
		else if (event instanceof LockEvent.Warning warning) {
			warning(warning.id(), warning.problem());
		}
		else if (event instanceof LockEvent.OutOfOrder outOfOrder) {
			outOfOrder(outOfOrder.problem());
		}
		else if (event instanceof LockEvent.DeadlockStarted started) {
			deadlocked(started.deadlock());
		}
		else if (event instanceof LockEvent.DeadlockEnded ended) {
			deadlockEnded(ended.deadlock());
		}
		else if (event instanceof LockEvent.PollingStarted started) {
			polling(started.directory());
		}
		else {
			throw new IllegalStateException("Unknown event " + event);
		}
	}

	public void waiting(LockWait wait) {
	}

	public void waitEnded(LockWait wait, LockWait.Outcome outcome) {
	}

	public void timedOut(LockId id, Duration waited) {
	}

	public void acquired(LockHold hold) {
	}

	public void released(LockHold hold) {
	}

	public void lost(LockHold hold, String reason) {
	}

	public void stalled(LockId id, List<LockHolder> holders) {
	}

	public void takenOver(LockId id, LockHolder former) {
	}

	public void warning(LockId id, LatchkeyException problem) {
	}

	public void outOfOrder(LockOrderException problem) {
	}

	public void deadlocked(Deadlock deadlock) {
	}

	public void deadlockEnded(Deadlock deadlock) {
	}

	public void polling(Path directory) {
	}

}
