package dev.latchkey.internal.platform;

import java.nio.file.Path;

/**
 * The files that a process has open, as they were when it was looked at.
 */
public interface OpenFiles {

	/**
	 * Tell whether the process has a file open, which takes no system call.
	 * @param file the file, without links in its path
	 * @param inode the file's inode
	 * @return whether it had when it was looked at
	 */
	boolean has(Path file, long inode);

	/**
	 * Tell whether the process keeps a file locked exclusively, itself or by inheritance.
	 * @param file the file, without links in its path
	 * @param inode the file's inode
	 * @return whether it does now
	 */
	boolean keepsLocked(Path file, long inode);

}
