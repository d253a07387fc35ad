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

package dev.latchkey.internal.claim;

import java.util.List;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.FileLock;
import dev.latchkey.internal.acquire.LockAcquirer;

/**
 * The lock of a key of a directory of claims.
 */
public final class ClaimLock extends FileLock<ClaimHold> {

	private final ClaimDirectory directory;

	private final LockId id;

	private final byte[] content;

	private final LockAcquirer<ClaimHold> acquirer;

	ClaimLock(ClaimDirectory directory, LockId id, byte[] content, LockOptions options) {
		this.directory = directory;
		this.id = id;
		this.content = content;
		this.acquirer = new LockAcquirer<>(directory.runtime(), directory.protocol(id, content), options.tier());
	}

	@Override
	protected LockAcquirer<ClaimHold> acquirer() {
		return this.acquirer;
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public LockInspection inspect() {
		LockState state = this.directory.reader(this.id.name()).state();
		List<LockHolder> holders = (state != LockState.FREE) ? holders() : List.of();
		return new LockInspection(this.id, state, holders);
	}

	@Override
	public ClaimLock with(LockOptions options) {
		return new ClaimLock(this.directory, this.id, this.content, options);
	}

}
