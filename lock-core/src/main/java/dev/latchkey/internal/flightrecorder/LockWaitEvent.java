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

import java.util.Locale;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockWait;

/**
 * A wait for a busy lock, from its beginning to its end. The threshold is the one of
 * {@code jdk.JavaMonitorEnter} and {@code jdk.ThreadPark} in the JDK's default settings.
 */
@Name("dev.latchkey.LockWait")
@Label("Lock Wait")
@Description("A thread waits for a lock that another thread or process holds")
@Threshold("20 ms")
final class LockWaitEvent extends RecordedLock {

	@Label("Outcome")
	@Description("How the wait ended: acquired, timed-out, interrupted or failed")
	@Nullable String outcome;

	@Label("Call Site")
	@Description("The annotated method, or what else the caller has set")
	@Nullable String callSite;

	void set(LockWait wait, LockWait.Outcome outcome) {
		set(wait.id());
		this.outcome = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
		this.callSite = wait.caller().callSite();
	}

}
