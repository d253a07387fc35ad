package dev.latchkey.platform;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A snapshot of the kernel's whole-file locks.
 */
public final class LockTable {

	private final List<Row> rows;

	/**
	 * Create a table.
	 * @param rows its rows
	 */
	public LockTable(Collection<Row> rows) {
		this.rows = List.copyOf(rows);
	}

	/**
	 * Return the processes that took a lock on a file and have it still, or whose heirs
	 * have.
	 * @param device the file's device
	 * @param inode the file's inode
	 * @return the process numbers, exclusive holders only
	 */
	public List<Long> holders(long device, long inode) {
		return select(device, inode, Mode.EXCLUSIVE);
	}

	/**
	 * Return the processes that share a lock on a file.
	 * @param device the file's device
	 * @param inode the file's inode
	 * @return the process numbers
	 */
	public List<Long> sharers(long device, long inode) {
		return select(device, inode, Mode.SHARED);
	}

	/**
	 * Return the processes that wait in the kernel for a lock on a file.
	 * @param device the file's device
	 * @param inode the file's inode
	 * @return the process numbers, one for each waiting thread
	 */
	public List<Long> waiters(long device, long inode) {
		return select(device, inode, Mode.WAITING);
	}

	private List<Long> select(long device, long inode, Mode mode) {
		List<Long> pids = new ArrayList<>();
		for (Row row : this.rows) {
			if (row.inode == inode && row.device == device && row.mode == mode) {
				pids.add(row.pid);
			}
		}
		return pids;
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
