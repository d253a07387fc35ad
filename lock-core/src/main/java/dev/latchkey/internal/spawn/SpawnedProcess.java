package dev.latchkey.internal.spawn;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.latchkey.internal.platform.SpawnCalls;

/**
 * A child that was started with inherited locks. It behaves as the processes of
 * {@link ProcessBuilder} do.
 */
final class SpawnedProcess extends Process {

	private static final Logger logger = System.getLogger(SpawnedProcess.class.getName());

	private final SpawnCalls calls;

	private final ChildExit exit;

	private final ChildStreams streams;

	// Found while the child cannot have been reaped; afterwards there is nothing to find.
	private final Optional<ProcessHandle> handle;

	SpawnedProcess(SpawnCalls calls, int pid, ChildStreams streams) {
		this.calls = calls;
		this.exit = new ChildExit(calls, pid);
		this.streams = streams;
		this.handle = ProcessHandle.of(pid);
	}

	/**
	 * Wait until the child has ended, and clean up after it. To be called once, by a
	 * thread that has nothing else to do.
	 */
	void reap() {
		this.exit.awaitAndReap(() -> {
			try {
				this.streams.childEnded();
			}
			catch (IOException ex) {
				logger.log(Level.WARNING, "The last output of " + this + " cannot be read", ex);
			}
		});
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
		return this.exit.pid();
	}

	@Override
	public boolean isAlive() {
		return !this.exit.isKnown();
	}

	@Override
	public int waitFor() throws InterruptedException {
		return this.exit.await();
	}

	@Override
	public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
		return this.exit.await(timeout, unit);
	}

	@Override
	public int exitValue() {
		if (isAlive()) {
			throw new IllegalThreadStateException("Process " + pid() + " has not ended");
		}
		return this.exit.status().join();
	}

	@Override
	public CompletableFuture<Process> onExit() {
		return this.exit.status().thenApplyAsync((status) -> this);
	}

	@Override
	public void destroy() {
		this.exit.signal(this.calls::terminate);
		closeStreams();
	}

	@Override
	public Process destroyForcibly() {
		this.exit.signal(this.calls::kill);
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
