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

import jdk.jfr.Description;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;

/**
 * The fields of events about a hold: its token, and the thread and call site that
 * acquired the lock. Another thread may end the hold.
 */
abstract class RecordedHold extends RecordedLock {

	@Label("Fencing Token")
	@Description("The token of the acquisition, 0 if the lock has none")
	long fencingToken;

	@Label("Acquired By")
	@Description("The thread that acquired the lock, none if it was acquired for no thread")
	@Nullable Thread acquiredBy;

	@Label("Call Site")
	@Description("The annotated method, or what else the caller has set")
	@Nullable String callSite;

	final void set(LockHold hold) {
		set(hold.id());
		this.fencingToken = hold.id().type().hasFencingTokens() ? hold.fencingToken() : 0;
		this.acquiredBy = hold.acquiredBy().thread();
		this.callSite = hold.acquiredBy().callSite();
	}

}
