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

import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.SpawnCalls;
import dev.latchkey.internal.platform.WatchCalls;

/**
 * The platform of systems without native calls of ours. Nothing is watched, and no lock
 * can be left to a child.
 */
public final class PortablePlatform {

	private PortablePlatform() {
	}

	/**
	 * Creates a platform that locks by the JDK's file channels.
	 * @param system the system's name, as in the system property {@code os.name}
	 * @return the platform
	 */
	public static Platform ofFileChannels(String system) {
		PollingWaits waits = new PollingWaits();
		return new Platform(new PortableFiles(waits), new JdkProcesses(), waits, new WatchCalls() {
		}, new SpawnCalls() {
		}, PortableTraits.of(system));
	}

}
