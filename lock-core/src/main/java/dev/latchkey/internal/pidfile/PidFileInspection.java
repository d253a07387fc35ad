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

package dev.latchkey.internal.pidfile;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.holders.LockHolders;

/**
 * A pid file, as it was when it was looked at.
 *
 * @param path the file
 * @param state what it means
 * @param pid the number in the file, if there is one
 * @param holder the process that runs: by the kernel ({@link Confidence#CONFIRMED}) or by
 * the file only ({@link Confidence#SELF_REPORTED}); {@code null} if none does, or if it
 * cannot be seen from here
 * @param locked whether a process has the file locked
 */
public record PidFileInspection(Path path, State state, OptionalLong pid, @Nullable LockHolder holder, boolean locked) {

	/**
	 * Describes the status in one line.
	 * @return the line, without its end
	 */
	public String text() {
		String number = this.pid.isPresent() ? "pid " + this.pid.getAsLong() : "no pid";
		return switch (this.state) {
			case RUNNING -> "running (" + number + ")";
			case STALE -> "stale (" + number + ")";
			case NOT_RUNNING -> "not running";
			case MALFORMED -> "malformed (" + this.path + ")";
		};
	}

	/**
	 * Returns the status as it is reported for locks of all types.
	 * @param id the lock
	 * @return the inspection
	 */
	LockInspection inspection(LockId id) {
		LockState found = switch (this.state) {
			case RUNNING -> this.locked ? LockState.HELD : LockState.UNVERIFIED;
			case STALE -> LockState.STALE;
			case NOT_RUNNING -> LockState.FREE;
			case MALFORMED -> LockState.MALFORMED;
		};
		List<LockHolder> left = (this.state == State.STALE) ? this.pid.stream().mapToObj(LockHolders::unseen).toList()
				: List.of();
		return new LockInspection(id, found, (this.holder != null) ? List.of(this.holder) : left);
	}

	/**
	 * What a pid file means.
	 */
	public enum State {

		/**
		 * A process has the file locked; or nobody has, and the process that it names
		 * lives and cannot be proven to be another.
		 */
		RUNNING,

		/**
		 * The process that it names is dead, or is proven to be another. The next claim
		 * replaces the file.
		 */
		STALE,

		/** There is no file. */
		NOT_RUNNING,

		/** Nobody has the file locked, and there is no process id in it. */
		MALFORMED

	}

}
