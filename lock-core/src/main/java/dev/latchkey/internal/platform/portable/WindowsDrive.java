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

package dev.latchkey.internal.platform.portable;

import com.sun.jna.Function;
import com.sun.jna.WString;

/**
 * Where the files of a drive of Windows are. The JDK does not tell: it calls a network
 * drive NTFS, as its server does. So the system is asked through JNA, but for the drive
 * that Windows itself was started from.
 */
enum WindowsDrive {

	/** On this machine. */
	LOCAL,

	/** On another machine. */
	REMOTE,

	/** The system cannot be asked, or does not know. */
	UNKNOWN;

	private static final int REMOVABLE_DISK = 2;

	private static final int FIXED_DISK = 3;

	private static final int NETWORK = 4;

	private static final int RAM_DISK = 6;

	/**
	 * Asks the system for a drive.
	 * @param root the root of the drive, such as {@code D:\}
	 * @return where its files are
	 */
	static WindowsDrive of(String root) {
		return root.equalsIgnoreCase(System.getenv("SystemDrive") + "\\") ? LOCAL : asked(root);
	}

	private static WindowsDrive asked(String root) {
		try {
			return ofType(Kernel32.driveType(root));
		}
		catch (LinkageError ex) {
			return UNKNOWN;
		}
	}

	/**
	 * Returns what an answer of the system means.
	 * @param type what {@code GetDriveTypeW} returned
	 * @return where the files are
	 */
	static WindowsDrive ofType(int type) {
		return switch (type) {
			case REMOVABLE_DISK, FIXED_DISK, RAM_DISK -> LOCAL;
			case NETWORK -> REMOTE;
			default -> UNKNOWN;
		};
	}

	/** Apart, so that JNA is needed only here. */
	private static final class Kernel32 {

		static int driveType(String root) {
			return Function.getFunction("kernel32", "GetDriveTypeW", Function.ALT_CONVENTION)
				.invokeInt(new Object[] { new WString(root) });
		}

	}

}
