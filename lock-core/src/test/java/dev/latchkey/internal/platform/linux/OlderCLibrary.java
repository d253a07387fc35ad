package dev.latchkey.internal.platform.linux;

import dev.latchkey.internal.platform.Platform;

/**
 * This system, as if its C library could not close from a number upwards.
 */
public final class OlderCLibrary {

	private OlderCLibrary() {
	}

	public static Platform platform() {
		Platform real = Platform.current();
		return new Platform(real.files(), real.processes(), real.wakes(), real.watches(), new LinuxSpawnCalls(false));
	}

}
