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

package dev.latchkey.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.AlreadyRunningException;
import dev.latchkey.LockEvent;
import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.PidFile;

/**
 * This application as the only running instance of itself: it has its pid file, from
 * before its beans are made until after they are destroyed.
 *
 * @since 0.1
 */
public final class SingleInstance implements AutoCloseable {

	private final PidFile pidFile;

	private final LockHold hold;

	private final Relay relay;

	/**
	 * Claims a pid file that others may hear of at once.
	 * @param pidFile the pid file
	 * @throws AlreadyRunningException if another instance runs
	 * @throws LockFileException if the file cannot be made, or is not a pid file
	 */
	public SingleInstance(PidFile pidFile) {
		this(pidFile, new Relay());
	}

	/**
	 * Claims a pid file before there are listeners.
	 * @param pidFile the pid file, whose runtime reports to the relay
	 * @param relay passes events on to the listeners when they are there
	 * @throws AlreadyRunningException if another instance runs
	 * @throws LockFileException if the file cannot be made, or is not a pid file
	 */
	public SingleInstance(PidFile pidFile, Relay relay) {
		this.pidFile = pidFile;
		this.relay = relay;
		this.hold = pidFile.claim();
	}

	/**
	 * Returns the pid file.
	 * @return the pid file
	 */
	public PidFile pidFile() {
		return this.pidFile;
	}

	/**
	 * Returns the hold of the pid file.
	 * @return the hold
	 */
	public LockHold hold() {
		return this.hold;
	}

	/**
	 * Lets listeners hear of the claim, and of what happens to the pid file from now on.
	 * Does nothing if the pid file was claimed with listeners.
	 * @param listeners the listeners
	 */
	public void connect(List<? extends LockListener> listeners) {
		this.relay.connect(LockListener.of(listeners), this.hold);
	}

	/**
	 * Releases the pid file, which removes it.
	 */
	@Override
	public void close() {
		this.hold.close();
	}

	/**
	 * Passes events on to listeners that come later.
	 */
	public static final class Relay implements LockListener {

		private boolean heard;

		private @Nullable LockListener listener;

		private synchronized void connect(LockListener listener, LockHold hold) {
			if (this.heard && this.listener == null) {
				this.listener = listener;
				listener.onEvent(new LockEvent.Acquired(hold));
				if (!hold.isHeld()) {
					listener.onEvent(
							new LockEvent.Lost(hold, "its file was removed or replaced while the application started"));
				}
			}
		}

		@Override
		public synchronized void onEvent(LockEvent event) {
			if (event instanceof LockEvent.Acquired) {
				this.heard = true;
			}
			else if (this.listener != null) {
				this.listener.onEvent(event);
			}
		}

	}

}
