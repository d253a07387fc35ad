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

package dev.latchkey.internal.flightrecorder;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.internal.lockfile.LockFileNames;

/**
 * The fields that all events have: they identify the lock.
 */
@Category("Latchkey")
abstract class RecordedLock extends Event {

	@Label("Lock Name")
	@Description("The name without its key, or the name of the file")
	@Nullable String lockName;

	@Label("Lock Key")
	@Description("The key of a lock that has a name and a key")
	@Nullable String lockKey;

	@Label("Lock Type")
	@Description("The type, as in the endpoint and the meters")
	@Nullable String lockType;

	@Label("Path")
	@Description("The file that is locked, none for a lock of a registry")
	@Nullable String path;

	final void set(LockId id) {
		LockType type = id.type();
		this.lockType = type.label();
		this.path = (type != LockType.REGISTRY) ? id.path().toString() : null;
		if (type == LockType.NAMED || type == LockType.REGISTRY) {
			LockFileNames.Parts parts = LockFileNames.parts(id.name());
			this.lockName = parts.name();
			this.lockKey = parts.key();
		}
		else {
			this.lockName = id.name();
		}
	}

}
