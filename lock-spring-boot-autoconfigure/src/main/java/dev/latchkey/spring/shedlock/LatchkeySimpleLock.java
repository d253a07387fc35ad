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

package dev.latchkey.spring.shedlock;

import java.util.Optional;

import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;

/**
 * A hold as ShedLock knows it: used up by being unlocked or extended.
 */
final class LatchkeySimpleLock extends AbstractSimpleLock {

	private final LimitedHold hold;

	LatchkeySimpleLock(LockConfiguration configuration, LimitedHold hold) {
		super(configuration);
		this.hold = hold;
	}

	@Override
	protected void doUnlock() {
		this.hold.close();
	}

	@Override
	protected Optional<SimpleLock> doExtend(LockConfiguration configuration) {
		return this.hold.extend(configuration) ? Optional.of(new LatchkeySimpleLock(configuration, this.hold))
				: Optional.empty();
	}

}
