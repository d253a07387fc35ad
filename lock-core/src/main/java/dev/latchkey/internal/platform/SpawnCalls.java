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

import java.lang.ProcessBuilder.Redirect;

/**
 * How child processes are started, and what becomes of them. Results below zero are
 * negated error numbers; see {@link Errno}. A system that has no such processes
 * implements nothing.
 *
 * <p>
 * Descriptors are opened close-on-exec; {@link FileCalls#close} closes them.
 */
public interface SpawnCalls {

	/**
	 * Makes a pipe.
	 * @param ends gets the descriptor to read from, then the one to write to
	 * @return 0
	 */
	default int pipe(int[] ends) {
		return Errno.ENOSYS.result();
	}

	/**
	 * Opens what a child reads as its input, or writes its output to; the latter is made
	 * if it does not exist.
	 * @param path the file, which may be a symbolic link or a device
	 * @param use {@code READ}, {@code APPEND}, or {@code WRITE} to empty the file first
	 * @return the descriptor
	 */
	default int open(NativePath path, Redirect.Type use) {
		return Errno.ENOSYS.result();
	}

	/**
	 * Starts a child. It has the descriptors that are asked for and no other, blocks no
	 * signal and handles each in the default way. That a program cannot be run is
	 * reported here, and leaves no child behind.
	 * @param request what to start
	 * @return the child's process id
	 */
	default int spawn(SpawnRequest request) {
		return Errno.ENOSYS.result();
	}

	/**
	 * Waits until a child has ended. Its process id is not given to another process
	 * before {@link #reap}.
	 * @param child the child's process id
	 * @return 0; {@link Errno#ECHILD} if it is not, or no longer, a child of this process
	 */
	default int awaitEnd(int child) {
		return Errno.ECHILD.result();
	}

	/**
	 * Learn how a child that has ended did so, and let the system forget it.
	 * @param child the child's process id
	 * @return its exit status, or 128 and the number of the signal that killed it
	 */
	default int reap(int child) {
		return Errno.ECHILD.result();
	}

	/**
	 * Asks a child that was not reaped yet to end. One that may not be signalled is left
	 * alone.
	 * @param child the child's process id
	 */
	default void terminate(int child) {
	}

	/**
	 * Kills a child that was not reaped yet. One that may not be signalled is left alone.
	 * @param child the child's process id
	 */
	default void kill(int child) {
	}

	/**
	 * Sends a signal to a child that was not reaped yet. One that may not be signalled is
	 * left alone.
	 * @param child the child's process id
	 * @param number the number of the signal
	 */
	default void signal(int child, int number) {
	}

}
