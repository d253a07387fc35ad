package dev.latchkey.platform;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What locks ask about processes.
 */
public interface ProcessCalls {

	/**
	 * Return this process.
	 * @return this process's identity, always the same object
	 */
	ProcessIdentity self();

	/**
	 * Describe a process for people.
	 * @param pid the process
	 * @return the description, or {@code null} if no such process can be seen
	 */
	@Nullable ProcessDescription describe(long pid);

	/**
	 * Read the kernel's table of locks, in one pass.
	 * @return a snapshot; empty where the system has no such table
	 */
	LockTable lockTable();

	/**
	 * Tell whether a process keeps a file locked, itself or by inheritance.
	 * @param pid the process
	 * @param file the file, without links in its path
	 * @param inode the file's inode
	 * @return whether it does, if that can be told
	 */
	Keeping keeping(long pid, Path file, long inode);

	/**
	 * Find all processes that keep a file locked, themselves or by inheritance.
	 * @param file the file, without links in its path
	 * @param inode the file's inode
	 * @return those that can be seen
	 */
	List<Long> keepers(Path file, long inode);

	/**
	 * Whether a process keeps a file locked.
	 */
	enum Keeping {

		/** It has the file open and locked. */
		YES,
		/** It is dead, or has not. */
		NO,
		/** It lives, and we may not look at its files. */
		UNREADABLE

	}

}
