package dev.latchkey.spring;

import java.nio.file.Path;
import java.util.concurrent.FutureTask;

import dev.latchkey.LockHold;
import dev.latchkey.internal.named.NamedLocks;

/**
 * Another thread that has a lock.
 */
public final class OtherHolder {

	private OtherHolder() {
	}

	/** Let another thread acquire a lock; any thread may close it. */
	public static LockHold of(NamedLocks locks, Path file) throws Exception {
		FutureTask<LockHold> acquisition = new FutureTask<>(() -> locks.ofFile(file).acquire());
		Thread thread = new Thread(acquisition, "other holder");
		thread.start();
		thread.join();
		return acquisition.get();
	}

}
