package dev.latchkey.process;

import java.nio.file.Path;

import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platforms.Platforms;

/**
 * What the kernel says of a lock file.
 */
public final class LockTableView {

	private LockTableView() {
	}

	/**
	 * Count the threads of all processes that wait in the kernel for a file.
	 * @param file the file
	 * @return how many wait; none if the file does not exist
	 */
	public static int waiters(Path file) {
		Platform platform = Platforms.current();
		FileStatus status = new FileStatus();
		if (platform.files().identity(NativePath.of(file), status) != 0) {
			return 0;
		}
		return platform.processes().lockTable().waiters(status.device(), status.inode()).size();
	}

}
