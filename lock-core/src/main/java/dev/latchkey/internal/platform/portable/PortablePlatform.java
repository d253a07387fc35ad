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

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformTraits;
import dev.latchkey.internal.platform.SpawnCalls;
import dev.latchkey.internal.platform.WatchCalls;

/**
 * The platform of systems that are not Linux. Nothing is watched, and no lock can be left
 * to a child.
 */
public final class PortablePlatform {

	/** Asks the system for the processes that have a file open. */
	static final String CONFIRM_HOLDERS = "latchkey.confirm-holders";

	private PortablePlatform() {
	}

	/**
	 * Creates a platform that locks by flock(2).
	 * @param system the system's name, as in the system property {@code os.name}
	 * @return the platform
	 * @throws UnsupportedPlatformException if flock(2) cannot be reached
	 */
	public static Platform ofFlock(String system) {
		return of(JdkFiles.ofThisSystem(), FlockLocks.load(), PortableTraits.withFlock(system), users(system));
	}

	/**
	 * Creates a platform that locks by the JDK's file channels.
	 * @param system the system's name, as in the system property {@code os.name}
	 * @return the platform
	 */
	public static Platform ofFileChannels(String system) {
		return of(JdkFiles.ofThisSystem(), PortableTraits.of(system), users(system));
	}

	/**
	 * Creates a platform that locks by the JDK's file channels.
	 * @param jdk the calls for files
	 * @param traits what the platform offers
	 * @param users tells which processes have a file open
	 * @return the platform
	 */
	static Platform of(JdkFiles jdk, PlatformTraits traits, FileUsers users) {
		return of(jdk, ChannelLocks.ofJvm(jdk), traits, users);
	}

	private static Platform of(JdkFiles jdk, FileLocks locks, PlatformTraits traits, FileUsers users) {
		PollingWaits waits = new PollingWaits();
		return new Platform(new PortableFiles(jdk, locks, waits), new JdkProcesses(users), waits, new WatchCalls() {
		}, new SpawnCalls() {
		}, traits);
	}

	/** Off unless it is asked for: no run on these systems was seen yet. */
	private static FileUsers users(String system) {
		if (!Boolean.getBoolean(CONFIRM_HOLDERS)) {
			return FileUsers.UNKNOWN;
		}
		String remedy = "Remove the system property " + CONFIRM_HOLDERS + "; holders are self-reported then.";
		try {
			if (system.startsWith("Mac")) {
				return LibprocFileUsers.load();
			}
			if (system.startsWith("Windows")) {
				return RestartManagerFileUsers.load();
			}
		}
		catch (LinkageError ex) {
			throw new UnsupportedPlatformException("The processes that have a file open cannot be asked for through "
					+ "JNA: " + LinkageFailures.describe(ex) + ".", remedy, ex);
		}
		throw new UnsupportedPlatformException(system + " is not asked for the processes that have a file open.",
				remedy, null);
	}

}
