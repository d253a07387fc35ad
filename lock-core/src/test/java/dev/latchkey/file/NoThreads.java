package dev.latchkey.file;

import java.util.concurrent.ThreadFactory;

import dev.latchkey.internal.platform.Platform;

/**
 * A system that has no thread left for heartbeats and timeouts, until it is told to start
 * them again.
 */
public final class NoThreads implements ThreadFactory {

	private volatile boolean starting;

	/** From now on, there are threads. */
	public void start() {
		this.starting = true;
	}

	public LockRuntime runtime() {
		return LockRuntime.builder(Platform.current())
			.alarms(new Alarms("test heartbeats", System::nanoTime, this),
					new Alarms("test deadlines", System::nanoTime, this))
			.build();
	}

	@Override
	public Thread newThread(Runnable task) {
		return new Thread(task) {
			@Override
			public synchronized void start() {
				if (!NoThreads.this.starting) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				super.start();
			}
		};
	}

}
