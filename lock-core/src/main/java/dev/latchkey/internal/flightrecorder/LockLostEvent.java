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
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockEvent;

/**
 * A loss of a lock that was held, when it is noticed.
 */
@Name("dev.latchkey.LockLost")
@Label("Lock Lost")
@Description("This process has lost a lock while it held it")
final class LockLostEvent extends RecordedHold {

	@Label("Reason")
	@Description("What was observed")
	@Nullable String reason;

	@Label("Acquired At")
	@Description("When the lock was acquired")
	@Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
	long acquiredAt;

	void set(LockEvent.Lost lost) {
		set(lost.hold());
		this.reason = lost.reason();
		this.acquiredAt = lost.hold().acquiredAt().toEpochMilli();
	}

}
