package dev.latchkey;

/**
 * A pid file: a program acquires it when it starts, and no second instance can while the
 * first one lives. The file holds the decimal process id, as other programs expect it; it
 * is also kept locked, so the kernel knows whether its holder lives, whatever the number
 * says. {@code <name>.lock} stays beside it: the file is made and removed under its lock.
 *
 * <p>
 * Closing the hold removes the file. If the process is killed, the file stays, and the
 * next acquisition replaces it at once.
 */
public interface PidFile extends CrossProcessLock<LockHold> {

	/**
	 * Acquires the file for this process, or reports which instance runs.
	 * @return the hold; closing it removes the file
	 * @throws AlreadyRunningException if another process has it, or another part of this
	 * one
	 * @throws LockFileException if it is not a pid file; it is left alone then
	 */
	LockHold claim();

}
