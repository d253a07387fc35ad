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

package dev.latchkey.spring.actuate;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.daemon.DaemonState;
import dev.latchkey.daemon.DaemonStateFile;
import dev.latchkey.spring.SingleInstance;
import dev.latchkey.spring.actuate.LocksDescriptor.DaemonDescriptor;

/**
 * The part of the endpoint's answer about the pid file and the state file.
 */
final class DaemonReport {

	private DaemonReport() {
	}

	static @Nullable DaemonDescriptor of(@Nullable SingleInstance instance, @Nullable DaemonStateFile stateFile) {
		if (instance == null) {
			return null;
		}
		String pidFile = instance.pidFile().id().path().toString();
		boolean held = instance.hold().isHeld();
		if (stateFile == null) {
			return new DaemonDescriptor(pidFile, held, null, null, null, null);
		}
		String path = stateFile.path().toString();
		try {
			DaemonState state = stateFile.read().orElse(null);
			return (state != null)
					? new DaemonDescriptor(pidFile, held, path, null, Instant.ofEpochMilli(state.startedAtMs()),
							Instant.ofEpochMilli(state.heartbeatAtMs()))
					: new DaemonDescriptor(pidFile, held, path, "not there", null, null);
		}
		catch (LatchkeyException ex) {
			return new DaemonDescriptor(pidFile, held, path, ex.toString(), null, null);
		}
	}

}
