package dev.latchkey.spring;

import java.io.Serial;

import dev.latchkey.LatchkeyException;

/**
 * A thread that must never block, such as the event loop of a reactive server, asked for
 * a lock in a way that may wait. Nothing was acquired.
 */
public class NonBlockingThreadException extends LatchkeyException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param request the request
	 * @param thread the thread
	 */
	NonBlockingThreadException(LockRequest request, Thread thread) {
		super("The lock '" + request.ref() + "'" + ((request.place() != null) ? " of " + request.place() : "")
				+ " was asked for with a wait time on the thread '" + thread.getName()
				+ "', which must not block. Let the locked method return a Mono or a Flux, use ReactiveLockTemplate, "
				+ "call it on Schedulers.boundedElastic(), or set a wait time of 0 to try once");
	}

}
