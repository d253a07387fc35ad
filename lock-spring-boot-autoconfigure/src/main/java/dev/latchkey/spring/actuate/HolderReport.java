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

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.spring.actuate.LocksDescriptor.HolderDescriptor;

/**
 * The parts of one answer that describe processes.
 */
final class HolderReport {

	private final boolean showValues;

	private final Map<Long, Optional<String>> users = new HashMap<>();

	HolderReport(boolean showValues) {
		this.showValues = showValues;
	}

	List<HolderDescriptor> of(List<LockHolder> holders) {
		return holders.stream().map(this::of).toList();
	}

	HolderDescriptor of(LockHolder holder) {
		return new HolderDescriptor(holder.pid(), holder.startedAt(), command(holder), user(holder),
				holder.confidence().name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	/** The arguments of a process are values. */
	@Nullable String command(LockHolder holder) {
		return this.showValues ? holder.commandLine() : holder.executable();
	}

	/** A process that cannot be seen has no start time; its number may be another's. */
	@Nullable String user(LockHolder holder) {
		return (holder.startedAt() == null) ? null
				: this.users
					.computeIfAbsent(holder.pid(),
							(pid) -> ProcessHandle.of(pid).flatMap((process) -> process.info().user()))
					.orElse(null);
	}

}
