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

package dev.latchkey.internal.platform;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the kernel's whole-file locks. The kernel tells them piece by piece, so a
 * row may be there twice, or be missing, when other locks come and go meanwhile.
 */
public final class LockTable {

	private final Map<Long, List<Row>> rows;

	private @Nullable Map<Long, Long> counts;

	/**
	 * Creates a table.
	 * @param rows its rows
	 */
	public LockTable(Collection<Row> rows) {
		this.rows = rows.stream().collect(Collectors.groupingBy(Row::inode));
	}

	/**
	 * Returns the processes that took a lock on a file and have it still, or whose
	 * children have.
	 * @param device the file's device
	 * @param inode the file's inode
	 * @return the process numbers, exclusive holders only
	 */
	public List<Long> holders(long device, long inode) {
		return select(device, inode, Mode.EXCLUSIVE).distinct().toList();
	}

	/**
	 * Returns the processes that took a lock on a file with a given number, whatever the
	 * device: some filesystems tell another one here than elsewhere.
	 * @param inode the file's inode
	 * @return the process numbers, exclusive holders only
	 */
	public List<Long> holdersOnAnyDevice(long inode) {
		return rows(inode).stream().filter((row) -> row.mode == Mode.EXCLUSIVE).map(Row::pid).distinct().toList();
	}

	/**
	 * Returns whether a process has a lock, exclusive or shared, on a file with a given
	 * number, whatever the device.
	 * @param inode the file's inode
	 * @return whether the table has one
	 */
	public boolean isLockedOnAnyDevice(long inode) {
		return rows(inode).stream().anyMatch((row) -> row.mode != Mode.WAITING);
	}

	/**
	 * Returns the processes that share a lock on a file.
	 * @param device the file's device
	 * @param inode the file's inode
	 * @return the process numbers
	 */
	public List<Long> sharers(long device, long inode) {
		return select(device, inode, Mode.SHARED).distinct().toList();
	}

	/**
	 * Returns the processes that wait in the kernel for a lock on a file.
	 * @param device the file's device
	 * @param inode the file's inode
	 * @return the process numbers, one for each waiting thread
	 */
	public List<Long> waiters(long device, long inode) {
		return select(device, inode, Mode.WAITING).toList();
	}

	/**
	 * Returns how many locks a process has asked for and has, itself or by its children.
	 * @param pid the process
	 * @return the number of its exclusive locks
	 */
	public long countOf(long pid) {
		if (this.counts == null) {
			this.counts = this.rows.values()
				.stream()
				.flatMap(List::stream)
				.filter((row) -> row.mode == Mode.EXCLUSIVE)
				.collect(Collectors.groupingBy(Row::pid, Collectors.counting()));
		}
		return this.counts.getOrDefault(pid, 0L);
	}

	private Stream<Long> select(long device, long inode, Mode mode) {
		return rows(inode).stream().filter((row) -> row.device == device && row.mode == mode).map(Row::pid);
	}

	private List<Row> rows(long inode) {
		return this.rows.getOrDefault(inode, List.of());
	}

	/**
	 * What a process has or wants.
	 */
	public enum Mode {

		/** It has the lock alone. */
		EXCLUSIVE,
		/** It shares the lock. */
		SHARED,
		/** It waits for the lock. */
		WAITING

	}

	/**
	 * One lock, or one wait for a lock.
	 *
	 * @param mode what the process has or wants
	 * @param pid the process that asked for it
	 * @param device the file's device
	 * @param inode the file's inode
	 */
	public record Row(Mode mode, long pid, long device, long inode) {
	}

}
