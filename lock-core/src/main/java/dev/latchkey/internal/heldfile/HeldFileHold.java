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

package dev.latchkey.internal.heldfile;

import java.time.Duration;
import java.time.Instant;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockId;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralHold;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * A held file lock that we hold.
 */
final class HeldFileHold extends EphemeralHold implements CooldownHold {

	HeldFileHold(EphemeralFiles files, LockId id, long token, Duration heartbeat, OpenLockFile file) {
		super(files, id, token, heartbeat, file);
	}

	@Override
	protected void beat() {
		file().touch();
	}

	@Override
	public void changeCooldown(Instant notBefore) {
		changeTime(notBefore);
	}

	@Override
	public void expire(String reason) {
		giveUp(reason);
	}

}
