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

package dev.latchkey.daemon;

import org.jspecify.annotations.Nullable;

/**
 * The state that a daemon reports about itself. Times are milliseconds since 1970.
 *
 * @param version the version of the file's form, 1
 * @param pid the process
 * @param startedAtMs when it started
 * @param heartbeatAtMs when it reported this
 * @param lastDrainAtMs when its last piece of work ended, or {@code null} if none has
 * @param lastAttempted how many items that piece of work tried
 * @param lastConfirmed how many of them succeeded
 * @param lastError what failed in it, or {@code null} if nothing did
 * @since 0.1
 */
public record DaemonState(int version, long pid, long startedAtMs, long heartbeatAtMs, @Nullable Long lastDrainAtMs,
		long lastAttempted, long lastConfirmed, @Nullable String lastError) {

	/** The version of the form that is written. */
	public static final int VERSION = 1;

	static DaemonState started(long pid, long now) {
		return new DaemonState(VERSION, pid, now, now, null, 0, 0, null);
	}

	DaemonState alive(long now) {
		return new DaemonState(this.version, this.pid, this.startedAtMs, now, this.lastDrainAtMs, this.lastAttempted,
				this.lastConfirmed, this.lastError);
	}

	DaemonState drained(long now, DrainResult result) {
		return new DaemonState(this.version, this.pid, this.startedAtMs, now, now, result.attempted(),
				result.confirmed(), null);
	}

	DaemonState failed(long now, String error) {
		return new DaemonState(this.version, this.pid, this.startedAtMs, now, now, 0, 0, error);
	}

}
