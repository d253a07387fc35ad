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

package dev.latchkey.spring.springintegration;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * What each thread holds of file lock registries, and how often it has locked it. A
 * thread that holds nothing has nothing here.
 */
final class FileRegistryHolds {

	private static final ThreadLocal<Map<Path, Entry>> entries = new ThreadLocal<>();

	private FileRegistryHolds() {
	}

	/**
	 * Enters once more what the calling thread holds.
	 * @param file the lock's file
	 * @return whether it holds it
	 * @throws LockLostException if it has lost it, and must leave before it can enter
	 * again
	 */
	static boolean enterAgain(Path file) {
		Entry entry = find(file);
		if (entry == null) {
			return false;
		}
		entry.hold.requireHeld();
		entry.count++;
		return true;
	}

	/**
	 * Enters what the calling thread has just acquired.
	 * @param file the lock's file
	 * @param hold the hold
	 */
	static void enter(Path file, LockHold hold) {
		Map<Path, Entry> mine = entries.get();
		if (mine == null) {
			mine = new HashMap<>();
			entries.set(mine);
		}
		mine.put(file, new Entry(hold));
	}

	/**
	 * Leaves once.
	 * @param file the lock's file
	 * @return the hold if it is to be released now, or {@code null} if the thread has
	 * entered more often than it has left
	 * @throws IllegalMonitorStateException if the calling thread does not hold the lock
	 */
	static @Nullable LockHold leave(Path file) {
		Entry entry = find(file);
		if (entry == null) {
			throw new IllegalMonitorStateException(
					"The current thread does not own the lock '" + file.getFileName() + "', so it cannot unlock it");
		}
		if (--entry.count > 0) {
			return null;
		}
		remove(file);
		return entry.hold;
	}

	private static @Nullable Entry find(Path file) {
		Map<Path, Entry> mine = entries.get();
		return (mine != null) ? mine.get(file) : null;
	}

	private static void remove(Path file) {
		Map<Path, Entry> mine = entries.get();
		mine.remove(file);
		if (mine.isEmpty()) {
			entries.remove();
		}
	}

	/** Returns whether the calling thread has nothing here. */
	static boolean isEmpty() {
		return entries.get() == null;
	}

	private static final class Entry {

		private final LockHold hold;

		private int count = 1;

		private Entry(LockHold hold) {
			this.hold = hold;
		}

	}

}
