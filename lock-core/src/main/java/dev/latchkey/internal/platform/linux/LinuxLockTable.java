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

package dev.latchkey.internal.platform.linux;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.LockTable.Mode;

/**
 * Reads {@code /proc/locks}. A lock's row is
 * {@code 2: FLOCK  ADVISORY  WRITE 3974 fe:00:2146994 0 EOF}; a waiter's has {@code ->}
 * after the number. The device is hexadecimal, the inode decimal.
 */
final class LinuxLockTable {

	private final byte[] table;

	private int at;

	private LinuxLockTable(byte[] table) {
		this.table = table;
	}

	static LockTable parse(byte[] table) {
		List<LockTable.Row> rows = new ArrayList<>();
		LinuxLockTable parser = new LinuxLockTable(table);
		while (parser.at < table.length) {
			LockTable.Row row = parser.row();
			if (row != null) {
				rows.add(row);
			}
		}
		return new LockTable(rows);
	}

	/** Reads a line; the table may have tens of thousands, so no text is made of it. */
	private LockTable.@Nullable Row row() {
		skipWord();
		boolean waiting = nextIs('-');
		if (waiting) {
			skipWord();
		}
		if (!nextIs('F')) {
			skipLine();
			return null;
		}
		skipWord();
		skipWord();
		boolean exclusive = nextIs('W');
		skipWord();
		long pid = number(10);
		long device = LinuxDevice.encode((int) number(16), (int) number(16));
		long inode = number(10);
		skipLine();
		Mode mode = waiting ? Mode.WAITING : exclusive ? Mode.EXCLUSIVE : Mode.SHARED;
		return new LockTable.Row(mode, pid, device, inode);
	}

	private boolean nextIs(char c) {
		skipSpaces();
		return this.at < this.table.length && this.table[this.at] == c;
	}

	private void skipSpaces() {
		while (this.at < this.table.length && this.table[this.at] == ' ') {
			this.at++;
		}
	}

	private void skipWord() {
		skipSpaces();
		while (this.at < this.table.length && this.table[this.at] > ' ') {
			this.at++;
		}
	}

	private void skipLine() {
		while (this.at < this.table.length && this.table[this.at] != '\n') {
			this.at++;
		}
		this.at++;
	}

	/**
	 * Reads a number and what ends it, a space or a colon; a minus sign counts as zero.
	 */
	private long number(int radix) {
		skipSpaces();
		long number = 0;
		while (this.at < this.table.length && this.table[this.at] != ' ' && this.table[this.at] != ':') {
			number = radix * number + Math.max(0, Character.digit(this.table[this.at], radix));
			this.at++;
		}
		this.at++;
		return number;
	}

}
