package dev.latchkey.internal.platform;

import dev.latchkey.UnsupportedPlatformException;

/**
 * Brings one system's calls, found as a service.
 */
public interface PlatformProvider {

	/**
	 * Tell whether these are the calls of a system.
	 * @param name the system's name, as in the system property {@code os.name}
	 * @param dataModel the size of a pointer in bits, as text
	 * @return whether they are
	 */
	boolean supports(String name, String dataModel);

	/**
	 * Link the native calls.
	 * @return the platform
	 * @throws UnsupportedPlatformException if the native calls cannot be reached
	 */
	Platform load();

}
