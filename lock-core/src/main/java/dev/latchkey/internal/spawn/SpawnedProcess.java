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

package dev.latchkey.internal.spawn;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

import dev.latchkey.internal.platform.SpawnCalls;

/**
 * A child that was started with inherited locks. It behaves as the processes of
 * {@link ProcessBuilder} do.
 *
 * <p>
 * The system keeps a dead child's process id from being used again until the child is
 * reaped. So its end is awaited without reaping it, and reaping ({@code reaped}) and
 * signalling exclude each other: a signal never reaches another process that got the same
 * id.
 */
public final class SpawnedProcess extends Process {

	private static final Logger logger = System.getLogger(SpawnedProcess.class.getName());

	private static final int UNKNOWN = -1;

	private final SpawnCalls calls;

	private final int pid;

	private final ChildStreams streams;

	private final CompletableFuture<Integer> status = new CompletableFuture<>();

	private boolean reaped;

	// Found while the child cannot have been reaped; afterwards there is nothing to find.
	private final Optional<ProcessHandle> handle;

	SpawnedProcess(SpawnCalls calls, int pid, ChildStreams streams) {
		this.calls = calls;
		this.pid = pid;
		this.streams = streams;
		this.handle = ProcessHandle.of(pid);
	}

	/**
	 * Waits until the child has ended, reaps it and cleans up after it. To be called
	 * once, by a thread that has nothing else to do.
	 */
	void reap() {
		// A failure means that foreign code in this process has reaped our child.
		boolean ended = this.calls.awaitEnd(this.pid) == 0;
		int result;
		synchronized (this.status) {
			result = ended ? this.calls.reap(this.pid) : UNKNOWN;
			this.reaped = true;
		}
		try {
			this.streams.childEnded();
		}
		catch (IOException ex) {
			logger.log(Level.WARNING, "The last output of " + this + " cannot be read", ex);
		}
		finally {
			this.status.complete(Math.max(result, UNKNOWN));
		}
	}

	/**
	 * Sends a signal to the child, unless it has ended.
	 * @param number the number of the signal
	 */
	public void signal(int number) {
		signal((child) -> this.calls.signal(child, number));
	}

	private void signal(IntConsumer signal) {
		synchronized (this.status) {
			if (!this.reaped) {
				signal.accept(this.pid);
			}
		}
	}

	@Override
	public OutputStream getOutputStream() {
		return this.streams.input();
	}

	@Override
	public InputStream getInputStream() {
		return this.streams.output();
	}

	@Override
	public InputStream getErrorStream() {
		return this.streams.error();
	}

	@Override
	public long pid() {
		return this.pid;
	}

	@Override
	public boolean isAlive() {
		return !this.status.isDone();
	}

	@Override
	public int waitFor() throws InterruptedException {
		try {
			return this.status.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An exit status does not fail", ex);
		}
	}

	@Override
	public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
		try {
			return this.status.get(timeout, unit) != null;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("An exit status does not fail", ex);
		}
	}

	@Override
	public int exitValue() {
		if (isAlive()) {
			throw new IllegalThreadStateException("Process " + pid() + " has not ended");
		}
		return this.status.join();
	}

	@Override
	public CompletableFuture<Process> onExit() {
		return this.status.thenApplyAsync((status) -> this);
	}

	@Override
	public void destroy() {
		signal(this.calls::terminate);
		closeStreams();
	}

	@Override
	public Process destroyForcibly() {
		signal(this.calls::kill);
		closeStreams();
		return this;
	}

	private void closeStreams() {
		try {
			this.streams.close();
		}
		catch (IOException ex) {
			logger.log(Level.TRACE, "What " + this + " was still to read is lost", ex);
		}
	}

	@Override
	public boolean supportsNormalTermination() {
		return true;
	}

	@Override
	public ProcessHandle toHandle() {
		return this.handle.orElseThrow(() -> new UnsupportedOperationException("This process may not see its child"));
	}

	@Override
	public String toString() {
		return "Process[pid=" + pid() + ", exitValue=" + (isAlive() ? "\"not exited\"" : exitValue()) + "]";
	}

}
