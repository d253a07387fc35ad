package dev.latchkey.file;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

import dev.latchkey.platform.Errno;
import dev.latchkey.platform.NativePath;

/**
 * Looks at a lock file without wanting it: shares its lock for an instant, which a try of
 * ours does not take for "busy".
 */
public final class LockProbe {

	private static final long LOOK_AGAIN_NANOS = 1_000_000;

	private final LockRuntime runtime;

	private final NativePath path;

	/**
	 * Create a probe.
	 * @param runtime the runtime
	 * @param path the lock file
	 */
	public LockProbe(LockRuntime runtime, Path path) {
		this.runtime = runtime;
		this.path = NativePath.of(path);
	}

	/**
	 * Ask whether somebody has the file locked exclusively.
	 * @return whether the file exists and is locked
	 */
	public boolean isLocked() {
		while (true) {
			int number = this.runtime.platform().files().open(this.path);
			if (Errno.ENOENT.is(number)) {
				return false;
			}
			if (number < 0) {
				throw LockFailures.of(this.path.path(), "cannot be opened", number);
			}
			LockDescriptor file = LockDescriptor.adopt(this.runtime, this.path, number);
			try {
				boolean free = file.tryLockShared();
				if (free) {
					file.unlock();
				}
				if (file.isNamed()) {
					return !free;
				}
			}
			finally {
				file.close();
			}
		}
	}

	/**
	 * Let a moment pass before looking again.
	 * @param deadline when there is no need to look again
	 */
	public void awaitChange(Deadline deadline) {
		LockSupport.parkNanos(this, Math.min(LOOK_AGAIN_NANOS, Math.max(1, deadline.remainingNanos())));
	}

}
