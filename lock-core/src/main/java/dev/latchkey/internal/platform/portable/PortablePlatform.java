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

import java.util.EnumSet;
import java.util.Set;

import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.PlatformTraits;
import dev.latchkey.internal.platform.SpawnCalls;
import dev.latchkey.internal.platform.WatchCalls;

/**
 * The platform of systems without native calls of ours. Nothing is watched, and no lock
 * can be left to a child.
 */
public final class PortablePlatform {

	private static final Set<PlatformFeature> POSIX = EnumSet.of(PlatformFeature.MOVABLE_OPEN_FILES,
			PlatformFeature.GROUP_PERMISSIONS, PlatformFeature.CASE_SENSITIVE_NAMES);

	private PortablePlatform() {
	}

	/**
	 * Creates a platform that locks by the JDK's file channels.
	 * @param system the system's name, as in the system property {@code os.name}
	 * @return the platform
	 */
	public static Platform ofFileChannels(String system) {
		return of(JdkFiles.ofThisSystem(), new PlatformTraits(system + " (portable)", POSIX));
	}

	/**
	 * Creates a platform that locks by the JDK's file channels.
	 * @param jdk the calls for files
	 * @param traits what the platform offers
	 * @return the platform
	 */
	static Platform of(JdkFiles jdk, PlatformTraits traits) {
		PollingWaits waits = new PollingWaits();
		return new Platform(new PortableFiles(jdk, waits), new JdkProcesses(), waits, new WatchCalls() {
		}, new SpawnCalls() {
		}, traits);
	}

}
