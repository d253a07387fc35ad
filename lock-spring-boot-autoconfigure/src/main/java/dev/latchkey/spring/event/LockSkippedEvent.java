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

package dev.latchkey.spring.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;

/**
 * Guarded code was skipped, because its lock was busy. Logged at INFO by
 * {@code dev.latchkey.skipped}.
 *
 * @param lock the lock
 * @param holders its holders, as far as is known; empty means unknown, never free
 * @param waited how long the request waited
 * @param noticedAt when it was skipped
 * @since 0.1
 */
public record LockSkippedEvent(LockId lock, List<LockHolder> holders, Duration waited, Instant noticedAt) {

	/**
	 * Copies the holders.
	 */
	public LockSkippedEvent {
		holders = List.copyOf(holders);
	}

}
