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
import jdk.jfr.Name;

import dev.latchkey.LockEvent;

/**
 * A lock that was taken over from a former holder.
 */
@Name("dev.latchkey.LockTakenOver")
@Label("Lock Taken Over")
@Description("A lock was taken over from a process that died or was stalled while it held it")
final class LockTakenOverEvent extends RecordedLock {

	@Label("Former Holder")
	@Description("The process id of the former holder, as its lock file reports it")
	long formerHolder;

	void set(LockEvent.TakenOver takenOver) {
		set(takenOver.id());
		this.formerHolder = takenOver.former().pid();
	}

}
