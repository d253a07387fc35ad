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

import java.util.concurrent.atomic.AtomicLong;

import dev.latchkey.LockEvent;
import dev.latchkey.LockListener;

/**
 * Counts what an operator should look at, since the start of the application.
 *
 * @since 0.1
 */
public final class LockTroubles implements LockListener {

	private final AtomicLong lost = new AtomicLong();

	private final AtomicLong stalled = new AtomicLong();

	@Override
	public void onEvent(LockEvent event) {
		if (event instanceof LockEvent.Lost) {
			this.lost.incrementAndGet();
		}
		else if (event instanceof LockEvent.Stalled) {
			this.stalled.incrementAndGet();
		}
	}

	/**
	 * Returns how many locks were lost while they were held.
	 * @return the number
	 */
	public long lost() {
		return this.lost.get();
	}

	/**
	 * Returns how many holders of wanted locks were found to be stopped or to hang.
	 * @return the number
	 */
	public long stalled() {
		return this.stalled.get();
	}

}
