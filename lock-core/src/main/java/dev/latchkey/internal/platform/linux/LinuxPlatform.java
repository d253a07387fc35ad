package dev.latchkey.internal.platform.linux;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformProvider;

/**
 * Brings the calls of 64-bit Linux.
 */
public final class LinuxPlatform implements PlatformProvider {

	@Override
	public boolean supports(String name, String dataModel) {
		return name.equals("Linux") && dataModel.equals("64");
	}

	@Override
	public Platform load() {
		LinuxProcessor processor = LinuxProcessor.current();
		try {
			return new Platform(new LinuxFileCalls(processor), new LinuxProcessCalls(), new LinuxWakeCalls(),
					new LinuxWatchCalls(), new LinuxSpawnCalls());
		}
		catch (LinkageError ex) {
			throw new UnsupportedPlatformException("The C library cannot be reached through JNA: " + ex + ".",
					"Start the JVM with --enable-native-access=ALL-UNNAMED if it denies native access; "
							+ "otherwise let the system property jna.tmpdir name a directory that is writable and "
							+ "allows execution, where JNA can unpack its library, and see that the process may still "
							+ "open files.",
					ex);
		}
	}

}
