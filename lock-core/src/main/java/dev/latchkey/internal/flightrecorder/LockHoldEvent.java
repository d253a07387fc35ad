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
import jdk.jfr.Enabled;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;

/**
 * A hold, from the acquisition to the release or the loss. Off by default: there is one
 * for each acquisition, while a wait needs a busy lock.
 */
@Name("dev.latchkey.LockHold")
@Label("Lock Hold")
@Description("This process holds a lock")
@Enabled(false)
@Threshold("20 ms")
final class LockHoldEvent extends RecordedHold {

	@Label("Lost")
	@Description("Whether the hold ended by a loss")
	boolean lost;

}
