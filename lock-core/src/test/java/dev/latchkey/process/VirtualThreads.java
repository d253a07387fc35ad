package dev.latchkey.process;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Virtual threads, in tests that are compiled for Java 17.
 */
public final class VirtualThreads {

	private VirtualThreads() {
	}

	public static ExecutorService executor() throws ReflectiveOperationException {
		return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

}
