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

package dev.latchkey.spring.actuate;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

import dev.latchkey.LockId;
import dev.latchkey.LockState;
import dev.latchkey.LockType;

/**
 * Which locks an answer is about.
 *
 * @param name the name of the locks, or {@code null} for all
 * @param type the lock type, or {@code null} for all
 * @param state the state of the locks of the directory, in lower case, or {@code null}
 * for all
 * @param limit how many locks of the directory are shown at the most
 * @param offset how many are left out before them
 * @param stacks whether the stacks of this process's threads are shown
 */
record LocksQuery(@Nullable String name, @Nullable LockType type, @Nullable String state, int limit, int offset,
		boolean stacks) {

	/** How many locks of the directory are shown unless another limit is given. */
	static final int LIMIT = 1000;

	private static final Set<String> STATES = Stream
		.concat(Arrays.stream(LockState.values()).map((state) -> state.toString().toLowerCase(Locale.ROOT)),
				Stream.of(DirectoryReport.UNKNOWN))
		.collect(Collectors.toCollection(TreeSet::new));

	static final LocksQuery ALL = new LocksQuery(null, null, null, LIMIT, 0, false);

	static LocksQuery of(@Nullable String name, @Nullable String type, @Nullable String state, @Nullable Integer limit,
			@Nullable Integer offset, @Nullable Boolean stacks) {
		return new LocksQuery(name, type(type), state(state), number("limit", limit, LIMIT),
				number("offset", offset, 0), Boolean.TRUE.equals(stacks));
	}

	static @Nullable LockType type(@Nullable String label) {
		if (label == null) {
			return null;
		}
		return Arrays.stream(LockType.values())
			.filter((type) -> type.label().equalsIgnoreCase(label))
			.findFirst()
			.orElseThrow(() -> invalid("There is no lock type '" + label + "'. There are "
					+ Arrays.stream(LockType.values()).map(LockType::label).toList()));
	}

	private static @Nullable String state(@Nullable String state) {
		String wanted = (state != null) ? state.toLowerCase(Locale.ROOT) : null;
		if (wanted != null && !STATES.contains(wanted)) {
			throw invalid("There is no state '" + state + "'. There are " + STATES);
		}
		return wanted;
	}

	private static int number(String what, @Nullable Integer value, int standard) {
		if (value == null) {
			return standard;
		}
		if (value < 0) {
			throw invalid("The " + what + " cannot be negative, as " + value);
		}
		return value;
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	boolean includes(LockId id) {
		return includes(LockFile.of(id.path(), id.type()));
	}

	boolean includes(LockFile file) {
		return (this.type == null || this.type == file.type()) && (this.name == null || this.name.equals(file.name()));
	}

	boolean includesState(String state) {
		return this.state == null || this.state.equals(state);
	}

}
