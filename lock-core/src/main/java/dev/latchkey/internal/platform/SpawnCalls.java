package dev.latchkey.internal.platform;

/**
 * How child processes are started, and what becomes of them. Results below zero are
 * negated error numbers; see {@link Errno}.
 *
 * <p>
 * Descriptors are opened close-on-exec; {@link FileCalls#close} closes them.
 */
public interface SpawnCalls {

	/**
	 * Make a pipe.
	 * @param ends gets the descriptor to read from, then the one to write to
	 * @return 0
	 */
	int pipe(int[] ends);

	/**
	 * Open what a child shall read as its standard input.
	 * @param path the file, which may be a symbolic link or a device
	 * @return the descriptor
	 */
	int openToRead(NativePath path);

	/**
	 * Open, and empty or make, what a child shall write its output to.
	 * @param path the file, which may be a symbolic link or a device
	 * @return the descriptor
	 */
	int openToWrite(NativePath path);

	/**
	 * Open or make what a child shall append its output to.
	 * @param path the file, which may be a symbolic link or a device
	 * @return the descriptor
	 */
	int openToAppend(NativePath path);

	/**
	 * Start a child. It has the descriptors that are asked for and no other, blocks no
	 * signal and handles each in the default way. That a program cannot be run is
	 * reported here, and leaves no child behind.
	 * @param request what to start
	 * @return the child's process id
	 */
	int spawn(SpawnRequest request);

	/**
	 * Wait until a child has ended. Its process id is not given to another process before
	 * {@link #reap}.
	 * @param child the child's process id
	 * @return 0; {@link Errno#ECHILD} if it is not, or no longer, a child of this process
	 */
	int awaitEnd(int child);

	/**
	 * Learn how a child that has ended did so, and let the system forget it.
	 * @param child the child's process id
	 * @return its exit status, or 128 and the number of the signal that killed it
	 */
	int reap(int child);

	/**
	 * Ask a child that was not reaped yet to end. One that may not be signalled is left
	 * alone.
	 * @param child the child's process id
	 */
	void terminate(int child);

	/**
	 * Kill a child that was not reaped yet. One that may not be signalled is left alone.
	 * @param child the child's process id
	 */
	void kill(int child);

}
