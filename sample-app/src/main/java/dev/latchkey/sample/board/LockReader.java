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

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

import dev.latchkey.sample.board.Look.SeenHolder;
import dev.latchkey.sample.board.Look.SeenLock;
import dev.latchkey.sample.board.Look.SeenWaiter;
import dev.latchkey.spring.actuate.LocksDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.DirectoryDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.HoldDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.LockDescriptor;
import dev.latchkey.spring.actuate.LocksDescriptor.WaiterDescriptor;
import dev.latchkey.spring.actuate.LocksEndpoint;

/**
 * Looks at the locks, as the endpoint shows them.
 */
@Component
class LockReader {

	/** States in which a lock belongs to somebody who lives. */
	private static final Set<String> HELD = Set.of("held", "stalled", "unverified");

	private final LocksEndpoint endpoint;

	LockReader(LocksEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Look.
	 * @return what is so now
	 */
	Look look() {
		LocksDescriptor locks = this.endpoint.locks();
		Instant now = Instant.now();
		DirectoryDescriptor directory = locks.directory();
		return new Look(now, directory.path(), directory.problem(),
				directory.locks().stream().map((lock) -> lock(lock, locks.held(), now)).toList());
	}

	private static SeenLock lock(LockDescriptor lock, List<HoldDescriptor> own, Instant now) {
		String name = Stream.of(lock.name(), lock.key())
			.filter(StringUtils::hasLength)
			.collect(Collectors.joining(" "));
		return new SeenLock(lock.type(), name, lock.state(), holder(lock, own, now),
				lock.waiters().stream().map(LockReader::waiter).toList());
	}

	/**
	 * The file of a claim does not tell when it was acquired, but this process knows its
	 * own.
	 */
	private static @Nullable SeenHolder holder(LockDescriptor lock, List<HoldDescriptor> own, Instant now) {
		if (!HELD.contains(lock.state()) || lock.holders().isEmpty()) {
			return null;
		}
		long pid = lock.holders().get(0).pid();
		return own.stream()
			.filter((hold) -> Objects.equals(lock.path(), hold.path()) && pid == ProcessHandle.current().pid())
			.findFirst()
			.map((hold) -> new SeenHolder(pid, hold.since(), Objects.requireNonNullElse(hold.fencingToken(), 0L)))
			.orElseGet(() -> new SeenHolder(pid, Objects.requireNonNullElse(lock.since(), now),
					Objects.requireNonNullElse(lock.fencingToken(), 0L)));
	}

	private static SeenWaiter waiter(WaiterDescriptor waiter) {
		return new SeenWaiter(waiter.process().pid(), waiter.since(), waiter.callSite());
	}

}
