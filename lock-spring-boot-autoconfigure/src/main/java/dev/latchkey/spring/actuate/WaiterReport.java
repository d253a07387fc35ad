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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.latchkey.LockHolder;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.waits.RecordedWait;
import dev.latchkey.internal.waits.WaitingProcess;
import dev.latchkey.spring.actuate.LocksDescriptor.WaiterDescriptor;

/**
 * The waiters of locks in one answer: the waits that processes report, and processes that
 * are blocked in the kernel and report nothing.
 */
final class WaiterReport {

	private final Map<Path, List<Wait>> waits = new HashMap<>();

	private final LockHolders table;

	private final HolderReport holderReport;

	WaiterReport(List<WaitingProcess> processes, LockHolders table, HolderReport holderReport) {
		for (WaitingProcess process : processes) {
			for (RecordedWait wait : process.waits()) {
				this.waits.computeIfAbsent(wait.lock().path(), (lock) -> new ArrayList<>(1))
					.add(new Wait(process.process(), wait));
			}
		}
		this.table = table;
		this.holderReport = holderReport;
	}

	List<WaiterDescriptor> of(Path lock) {
		List<WaiterDescriptor> waiters = new ArrayList<>();
		Set<Long> known = new HashSet<>();
		for (Wait wait : this.waits.getOrDefault(lock, List.of())) {
			known.add(wait.process.pid());
			waiters.add(new WaiterDescriptor(this.holderReport.of(wait.process), wait.recorded.thread(),
					wait.recorded.callSite(), wait.recorded.since(), wait.recorded.until()));
		}
		this.table.waiters(lock)
			.stream()
			.filter((holder) -> known.add(holder.pid()))
			.map((LockHolder holder) -> new WaiterDescriptor(this.holderReport.of(holder), null, null, null, null))
			.forEach(waiters::add);
		return waiters;
	}

	private record Wait(LockHolder process, RecordedWait recorded) {
	}

}
