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

import java.time.Duration;

import dev.latchkey.internal.wait.Timers;

/**
 * A heartbeat of this JVM that is overdue until it is closed, as if the thread that
 * should do it hung.
 */
public final class LateHeartbeat implements Timers.Timer, AutoCloseable {

	private final Timers heartbeats = LockRuntime.builder().build().heartbeats();

	private final long due;

	private LateHeartbeat(Duration delay) {
		this.due = this.heartbeats.now() - delay.toNanos();
	}

	/**
	 * Let a heartbeat be late.
	 * @param delay by how much
	 * @return the heartbeat
	 */
	public static LateHeartbeat by(Duration delay) {
		LateHeartbeat heartbeat = new LateHeartbeat(delay);
		heartbeat.heartbeats.set(heartbeat);
		return heartbeat;
	}

	@Override
	public long due() {
		return this.due;
	}

	@Override
	public long tolerance() {
		// It does not ring.
		return Long.MIN_VALUE / 2;
	}

	@Override
	public void fire() {
	}

	@Override
	public void close() {
		this.heartbeats.remove(this);
	}

}
