package dev.latchkey.internal.platform.linux;

import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platforms.Platforms;

/**
 * This system, as if its C library could not close from a number upwards.
 */
public final class OlderCLibrary {

	private OlderCLibrary() {
	}

	public static Platform platform() {
		Platform real = Platforms.current();
		return new Platform(real.files(), real.processes(), real.wakes(), real.watches(), new LinuxSpawnCalls(false));
	}

}
