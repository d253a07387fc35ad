package dev.latchkey.spring;

import java.time.Duration;

import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps waits away from threads that must not block. Reactor knows which those are, where
 * it is on the class path.
 */
final class NonBlockingThreads {

	private static final boolean known = ClassUtils.isPresent("reactor.core.scheduler.Schedulers",
			NonBlockingThreads.class.getClassLoader());

	private NonBlockingThreads() {
	}

	/**
	 * Check that the calling thread may wait for a lock. Trying once is no wait.
	 * @throws NonBlockingThreadException if it may not
	 */
	static void requireMayWait(LockRequest request, Duration time) {
		if (known && !time.isZero() && Schedulers.isInNonBlockingThread()) {
			throw new NonBlockingThreadException(request, Thread.currentThread());
		}
	}

}
