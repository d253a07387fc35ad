/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.internal.platforms;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.linux.LinuxPlatform;
import dev.latchkey.internal.platform.portable.PortablePlatform;

/**
 * The platform of this process. The only place that chooses it.
 */
public final class Platforms {

	/** For tests on Linux, and for macOS without JNA. */
	private static final String PROPERTY = "latchkey.platform";

	private static final String NATIVE = "native";

	private static final String PORTABLE = "portable";

	private static final String PORTABLE_FLOCK = "portable-flock";

	private static final String PORTABLE_WINDOWS = "portable-windows";

	/** Only the tests have it. */
	private static final String SIMULATION = "dev.latchkey.internal.platform.portable.SimulatedWindows";

	private static final String LINUX = "Linux";

	private static @Nullable Platform current;

	/** The JVM gives the reason why native calls cannot be linked only once. */
	private static @Nullable Supplier<UnsupportedPlatformException> unlinked;

	private Platforms() {
	}

	/**
	 * Returns the platform of this process.
	 * @return the platform, always the same object
	 * @throws UnsupportedPlatformException if this system is not supported, or its native
	 * calls cannot be reached
	 */
	public static synchronized Platform current() {
		requireSupported(System.getProperty("os.name", ""), System.getProperty("sun.arch.data.model", "64"));
		if (unlinked != null) {
			throw unlinked.get();
		}
		Platform platform = current;
		if (platform == null) {
			platform = load();
			current = platform;
		}
		return platform;
	}

	/**
	 * Returns the platform of this process, or one without file locks where Latchkey does
	 * not work.
	 * @return the platform
	 */
	public static Platform currentOrWithoutFileLocks() {
		try {
			return current();
		}
		catch (UnsupportedPlatformException ex) {
			String system = System.getProperty("os.name", "");
			return PortablePlatform.ofFileChannels(system)
				.withoutFileLocks(system, () -> new UnsupportedPlatformException(ex.problem(), ex.remedy(), ex));
		}
	}

	private static Platform load() {
		try {
			return chosen(System.getProperty("os.name", ""), System.getProperty(PROPERTY, ""));
		}
		catch (UnsupportedPlatformException ex) {
			if (ex.getCause() instanceof LinkageError cause) {
				unlinked = () -> new UnsupportedPlatformException(ex.problem(), ex.remedy(), cause);
			}
			throw ex;
		}
	}

	/** On macOS other locks than those of flock(2) are used only on demand. */
	private static Platform chosen(String system, String platform) {
		return switch (platform) {
			case "", NATIVE -> system.equals(LINUX) ? LinuxPlatform.load() : system.startsWith("Mac")
					? PortablePlatform.ofFlock(system) : PortablePlatform.ofFileChannels(system);
			case PORTABLE -> PortablePlatform.ofFileChannels(system);
			case PORTABLE_FLOCK -> PortablePlatform.ofFlock(system);
			case PORTABLE_WINDOWS -> simulation();
			default -> throw new IllegalArgumentException("The system property " + PROPERTY + " is '" + platform
					+ "'. Remove it, or let it be " + PORTABLE + " or " + PORTABLE_FLOCK);
		};
	}

	private static Platform simulation() {
		try {
			return (Platform) Class.forName(SIMULATION).getMethod("platform").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(PORTABLE_WINDOWS + " is for the tests of Latchkey", ex);
		}
	}

	/**
	 * Checks that locks work on a system.
	 * @param name the system's name, as in the system property {@code os.name}
	 * @param dataModel the size of a pointer in bits, as text
	 * @throws UnsupportedPlatformException if they do not
	 */
	static void requireSupported(String name, String dataModel) {
		if (name.equals(LINUX) && !dataModel.equals("64")) {
			throw new UnsupportedPlatformException(
					"On Linux Latchkey works in a 64-bit JVM; this one has " + dataModel + " bits.",
					"Run the application in a 64-bit JVM, or switch its locks off, after which nothing is excluded.",
					null);
		}
	}

}
