package dev.latchkey.platform.linux;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.platform.Platform;

/**
 * Loads the platform for Linux.
 */
public final class LinuxPlatform {

	private LinuxPlatform() {
	}

	/**
	 * Link the native calls and look at this process.
	 * @return the platform
	 * @throws UnsupportedPlatformException if the native calls cannot be reached
	 */
	public static Platform load() {
		try {
			return new Platform(new LinuxFileCalls(), new LinuxProcessCalls(), new LinuxWakeCalls());
		}
		catch (LinkageError ex) {
			throw new UnsupportedPlatformException("The C library cannot be reached through JNA: " + ex.getMessage()
					+ ". JNA unpacks a library into the directory named by the system property jna.tmpdir, "
					+ "which must be writable and allow execution; with --illegal-native-access=deny the "
					+ "JVM needs --enable-native-access=ALL-UNNAMED", ex);
		}
	}

}
