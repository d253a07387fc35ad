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

import java.util.concurrent.atomic.AtomicLong;

import dev.latchkey.LockCaller;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;

/**
 * A hold of nothing. Guarded code finds in it what it finds in a real one.
 */
final class UnlockedHold extends AbstractLockHold {

	private static final AtomicLong tokens = new AtomicLong();

	private final long fencingToken = tokens.incrementAndGet();

	private volatile boolean held = true;

	UnlockedHold(LockId id) {
		super(id, LockCaller.current());
	}

	@Override
	public boolean isHeld() {
		return this.held;
	}

	@Override
	public void requireHeld() {
		if (!this.held) {
			throw new LockLostException(id(), RELEASED);
		}
	}

	@Override
	public long fencingToken() {
		return this.fencingToken;
	}

	@Override
	public LockHolder holder() {
		return new LockHolder(ProcessHandle.current().pid(), null, null, null, Confidence.SELF_REPORTED);
	}

	@Override
	public void close() {
		this.held = false;
	}

}
