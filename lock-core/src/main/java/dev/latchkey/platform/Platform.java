package dev.latchkey.platform;

import java.util.Locale;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.platform.linux.LinuxPlatform;

/**
 * The system that this process runs on. The only place that chooses it.
 *
 * @param files what locks do with files
 * @param processes what locks ask about processes
 * @param wakes how waiting threads are called back
 */
public record Platform(FileCalls files, ProcessCalls processes, WakeCalls wakes) {

	/**
	 * Return the platform of this process.
	 * @return the platform, always the same object
	 * @throws UnsupportedPlatformException if this system is not supported, or its native
	 * calls cannot be reached
	 */
	public static Platform current() {
		requireSupported(System.getProperty("os.name", ""), System.getProperty("sun.arch.data.model", "64"));
		return Current.PLATFORM;
	}

	/**
	 * Check that a system is one that locks work on.
	 * @param name the system's name, as in the system property {@code os.name}
	 * @param dataModel the size of a pointer in bits, as text
	 * @throws UnsupportedPlatformException if it is not
	 */
	public static void requireSupported(String name, String dataModel) {
		if (!name.toLowerCase(Locale.ROOT).equals("linux") || !dataModel.equals("64")) {
			throw new UnsupportedPlatformException(
					"Latchkey works on 64-bit Linux; this system is " + name + " (" + dataModel + " bit)", null);
		}
	}

	private static final class Current {

		static final Platform PLATFORM = LinuxPlatform.load();

	}

}
