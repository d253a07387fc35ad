package dev.latchkey.platform;

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

}
