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

package dev.latchkey.sample.board;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What those who watch are shown. Moments are in milliseconds since the epoch; processes
 * are named by their labels.
 *
 * @param since since when the locks are watched without a gap
 * @param window for how long what has ended is shown, in milliseconds
 * @param directory the lock directory
 * @param problem why the directory could not be read, if so
 * @param rivalsLeft how many rivals may be started still
 * @param processes the processes, in the order in which they were first seen
 * @param locks the locks: held file locks before claims, by name
 * @param takeovers the last take-overs after a kill, newest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BoardView(long since, long window, String directory, @Nullable String problem, int rivalsLeft,
		List<ProcessView> processes, List<LockView> locks, List<Takeover> takeovers) {

	/**
	 * A process.
	 *
	 * @param label a letter, which no other process gets
	 * @param pid its process id
	 * @param role {@code self}, {@code rival} if this process started it, or
	 * {@code other}
	 * @param state {@code starting}, {@code running}, {@code stopped}, {@code ended} or
	 * {@code killed}
	 * @param canBeStopped whether it can be stopped from here, and continued
	 * @param endedAt when it ended, if it has
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record ProcessView(String label, long pid, String role, String state, boolean canBeStopped,
			@Nullable Long endedAt) {

	}

	/**
	 * A lock.
	 *
	 * @param type its kind
	 * @param name its name
	 * @param state its state
	 * @param holds who held it, oldest first; one without an end is the current one
	 * @param waits who waited for it, oldest first; those without an end wait still
	 */
	record LockView(String type, String name, String state, List<HoldView> holds, List<WaitView> waits) {

	}

	/**
	 * A time for which a lock was held.
	 *
	 * @param process who held it
	 * @param token the fencing token; if it is 0, the beginning is not exact either
	 * @param from when it was acquired
	 * @param to when it was seen to be free, or another's
	 * @param killed whether it ended with its holder's kill
	 * @param stalls the times for which the holder was alive, and did not beat
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record HoldView(String process, long token, long from, @Nullable Long to, boolean killed, List<Span> stalls) {

	}

	/**
	 * A time for which a process waited for a lock.
	 *
	 * @param process who waited
	 * @param callSite the method that asked for the lock, if that is known
	 * @param from when it began to wait
	 * @param to when it was seen to wait no more
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record WaitView(String process, @Nullable String callSite, long from, @Nullable Long to) {

	}

	/**
	 * Some time.
	 *
	 * @param from its beginning
	 * @param to its end, if it has ended
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Span(long from, @Nullable Long to) {

	}

	/**
	 * A lock whose holder was killed while another process waited.
	 *
	 * @param lock its name
	 * @param from who was killed
	 * @param to who has acquired it
	 * @param at when that was
	 * @param millis the time from the kill to the acquisition, in milliseconds
	 */
	record Takeover(String lock, String from, String to, long at, double millis) {

	}

}
