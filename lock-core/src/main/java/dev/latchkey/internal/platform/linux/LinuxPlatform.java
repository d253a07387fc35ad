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

package dev.latchkey.internal.platform.linux;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformTraits;

/**
 * Brings the calls of 64-bit Linux.
 */
public final class LinuxPlatform {

	private LinuxPlatform() {
	}

	/**
	 * Links the native calls.
	 * @return the platform
	 * @throws UnsupportedPlatformException if the native calls cannot be reached
	 */
	public static Platform load() {
		LinuxProcessor processor = LinuxProcessor.current();
		try {
			return new Platform(new LinuxFileCalls(processor), new LinuxProcessCalls(), new LinuxWakeCalls(),
					new LinuxWatchCalls(), new LinuxSpawnCalls(), PlatformTraits.complete("Linux"));
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
