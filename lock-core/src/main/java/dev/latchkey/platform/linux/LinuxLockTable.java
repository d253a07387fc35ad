package dev.latchkey.platform.linux;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.latchkey.platform.LockTable;
import dev.latchkey.platform.LockTable.Mode;

/**
 * Reads {@code /proc/locks}. A lock's row is
 * {@code 2: FLOCK  ADVISORY  WRITE 3974 fe:00:2146994 0 EOF}; a waiter's has {@code ->}
 * after the number. The device is hexadecimal, the inode decimal.
 */
final class LinuxLockTable {

	private LinuxLockTable() {
	}

	static LockTable parse(byte[] table) {
		List<LockTable.Row> rows = new ArrayList<>();
		String text = new String(table, StandardCharsets.US_ASCII);
		for (String line : text.split("\n", -1)) {
			if (line.contains("FLOCK")) {
				rows.add(row(line));
			}
		}
		return new LockTable(rows);
	}

	private static LockTable.Row row(String line) {
		String[] words = line.strip().split(" +", -1);
		boolean waiting = words[1].equals("->");
		int first = waiting ? 2 : 1;
		boolean exclusive = words[first + 2].equals("WRITE");
		long pid = Long.parseLong(words[first + 3]);
		String[] file = words[first + 4].split(":", -1);
		long device = LinuxDevice.encode(Integer.parseInt(file[0], 16), Integer.parseInt(file[1], 16));
		Mode mode = waiting ? Mode.WAITING : exclusive ? Mode.EXCLUSIVE : Mode.SHARED;
		return new LockTable.Row(mode, pid, device, Long.parseLong(file[2]));
	}

}
