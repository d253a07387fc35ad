package dev.latchkey.internal.lockfile;

import java.nio.file.Path;

import dev.latchkey.internal.platform.NativePath;

/**
 * Looks at a lock file without wanting it: shares its lock for an instant, which a try of
 * ours does not take for "busy".
 */
public final class LockProbe {

	private final LockFileContext context;

	private final NativePath path;

	/**
	 * Create a probe.
	 * @param context the configuration
	 * @param path the lock file
	 */
	public LockProbe(LockFileContext context, Path path) {
		this.context = context;
		this.path = NativePath.of(path);
	}

	/**
	 * Ask whether somebody has the file locked exclusively.
	 * @return whether the file exists and is locked
	 */
	public boolean isLocked() {
		while (true) {
			OpenLockFile file = OpenLockFile.openToLook(this.context, this.path);
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
