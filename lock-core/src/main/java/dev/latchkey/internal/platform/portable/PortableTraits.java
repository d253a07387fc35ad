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

import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.PlatformTraits;

/**
 * What a system offers through the JDK alone.
 */
final class PortableTraits {

	private static final Set<PlatformFeature> MACOS = EnumSet.of(PlatformFeature.MOVABLE_OPEN_FILES,
			PlatformFeature.GROUP_PERMISSIONS);

	private static final Set<PlatformFeature> OTHERS = EnumSet.of(PlatformFeature.MOVABLE_OPEN_FILES,
			PlatformFeature.GROUP_PERMISSIONS, PlatformFeature.CASE_SENSITIVE_NAMES);

	private PortableTraits() {
	}

	/**
	 * Returns the traits of a system.
	 * @param system its name, as in the system property {@code os.name}
	 * @return the traits
	 */
	static PlatformTraits of(String system) {
		return new PlatformTraits(name(system) + " (portable)", features(system));
	}

	/**
	 * Returns the traits of a system whose flock(2) is called.
	 * @param system its name, as in the system property {@code os.name}
	 * @return the traits
	 */
	static PlatformTraits withFlock(String system) {
		Set<PlatformFeature> features = EnumSet.of(PlatformFeature.FLOCK);
		features.addAll(features(system));
		return new PlatformTraits(name(system) + " (portable, flock)", features);
	}

	private static String name(String system) {
		return isMacOs(system) ? "macOS" : system;
	}

	private static Set<PlatformFeature> features(String system) {
		if (system.startsWith("Windows")) {
			return EnumSet.noneOf(PlatformFeature.class);
		}
		return isMacOs(system) ? MACOS : OTHERS;
	}

	private static boolean isMacOs(String system) {
		return system.startsWith("Mac");
	}

}
