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

package dev.latchkey;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Waits that can only end if one of them is given up: each waits for a lock that the next
 * one's thread holds, and the last one for a lock of the first. They may be in different
 * processes.
 *
 * @param members the waits, in that order
 * @since 0.1
 */
public record Deadlock(List<Member> members) {

	/**
	 * Copies the waits.
	 */
	public Deadlock {
		members = List.copyOf(members);
	}

	/**
	 * Returns when the first of the waits is given up, which ends the deadlock.
	 * @return the end, or {@code null} if all wait without a limit
	 */
	public @Nullable Instant until() {
		return this.members.stream()
			.map(Member::until)
			.filter(Objects::nonNull)
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	/**
	 * Returns whether the deadlock ends by itself.
	 * @return whether one of the waits has a limit
	 */
	public boolean isTemporary() {
		return until() != null;
	}

	/**
	 * Returns whether this is another look at the same deadlock.
	 * @param other the other look
	 * @return whether the same processes wait for the same locks since the same times
	 */
	public boolean isSame(Deadlock other) {
		return this.members.stream()
			.map(Member::identity)
			.toList()
			.equals(other.members.stream().map(Member::identity).toList());
	}

	/**
	 * Describes the cycle for people.
	 */
	@Override
	public String toString() {
		return this.members.stream().map(Member::toString).collect(Collectors.joining("; "))
				+ ((until() != null) ? "; the first of them gives up at " + until() : "");
	}

	/**
	 * One wait of a cycle.
	 *
	 * @param process the process that waits
	 * @param thread the name of the thread that waits
	 * @param callSite the call site in its program, or {@code null} if it is not known
	 * @param lock what it waits for; the next wait's thread holds that
	 * @param since since when it waits
	 * @param until when it gives up, or {@code null} if it does not
	 */
	public record Member(LockHolder process, String thread, @Nullable String callSite, LockId lock, Instant since,
			@Nullable Instant until) {

		private List<Object> identity() {
			return List.of(this.process.pid(), this.lock, this.since);
		}

		@Override
		public String toString() {
			return "thread '" + this.thread + "' of pid " + this.process.pid()
					+ ((this.callSite != null) ? " in " + this.callSite : "") + " waits for the " + this.lock;
		}

	}

}
