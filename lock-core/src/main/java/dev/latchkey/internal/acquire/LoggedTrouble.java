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

package dev.latchkey.internal.acquire;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import dev.latchkey.LockEvent;
import dev.latchkey.LockListener;
import dev.latchkey.LockType;

/**
 * Logs what must not be missed, whatever listeners there are besides: a lock that was
 * lost while its work went on, one that a stopped process keeps, and what failed without
 * failing that work.
 */
final class LoggedTrouble implements LockListener {

	private final String stallRemedy;

	private final BiConsumer<Level, String> log;

	private final AtomicBoolean polling = new AtomicBoolean();

	/**
	 * Creates a listener.
	 * @param breaksStalls whether stalled locks can be broken on this platform
	 * @param log gets the lines
	 */
	LoggedTrouble(boolean breaksStalls, BiConsumer<Level, String> log) {
		this.stallRemedy = "Continue or end that process" + (breaksStalls
				? ", or take the lock away from it: breakStalled() of the lock, or DELETE at the endpoint 'locks'"
				: "");
		this.log = log;
	}

	/** Each of the two files of a claim keeps other processes out. */
	private static String afterLoss(LockType type) {
		return (type == LockType.CLAIM)
				? "Other processes find no holder of it, and can hold it once both of its files are gone or it is closed"
				: "Another process may hold it now";
	}

	@Override
	public void onEvent(LockEvent event) {
		if (event instanceof LockEvent.Lost lost) {
			this.log.accept(Level.WARNING, "The " + lost.hold().id() + " was lost while it was held: " + lost.reason()
					+ ". " + afterLoss(lost.hold().id().type()) + ". The work that it guards goes on until it asks");
		}
		else if (event instanceof LockEvent.Stalled stalled) {
			this.log.accept(Level.WARNING,
					"The " + stalled.id() + " is stalled: its holder lives and has not shown it for a long time, "
							+ "so it is stopped or hangs: " + stalled.holders() + ". It keeps the lock. "
							+ this.stallRemedy);
		}
		else if (event instanceof LockEvent.TakenOver takenOver) {
			this.log.accept(Level.INFO,
					"The " + takenOver.id() + " was taken from a dead or stalled holder: " + takenOver.former());
		}
		else if (event instanceof LockEvent.DeadlockStarted started) {
			this.log.accept(Level.WARNING, "A deadlock: " + started.deadlock() + (started.deadlock().isTemporary() ? ""
					: ". None of them gives up: end one of these processes, or its work"));
		}
		else if (event instanceof LockEvent.DeadlockEnded ended) {
			this.log.accept(Level.INFO, "A deadlock is over: " + ended.deadlock());
		}
		else if (event instanceof LockEvent.Warning warning) {
			this.log.accept(Level.WARNING,
					"The " + warning.id() + " has a problem, and its work goes on: " + warning.problem().getMessage());
		}
		// Once: it is so for all directories of a filesystem, and for a long time.
		else if (event instanceof LockEvent.PollingStarted started && this.polling.compareAndSet(false, true)) {
			this.log.accept(Level.WARNING,
					"Files in '" + started.directory() + "' cannot be watched, so waits to see a claim "
							+ "poll every few milliseconds. Raise fs.inotify.max_user_instances and max_user_watches, "
							+ "or put the directory on a local filesystem");
		}
	}

}
