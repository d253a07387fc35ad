package dev.latchkey.file;

import java.nio.file.Path;

import dev.latchkey.internal.platform.NativePath;

/**
 * Looks at a lock file without wanting it: shares its lock for an instant, which a try of
 * ours does not take for "busy".
 */
public final class LockProbe {

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
			LockDescriptor file = LockDescriptor.openToLook(this.runtime, this.path);
			if (file == null) {
				return false;
			}
			try {
				boolean locked = file.isLocked();
				if (file.isNamed()) {
					return locked;
				}
			}
			finally {
				file.close();
			}
		}
	}

}
