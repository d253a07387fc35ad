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

package dev.latchkey.internal.platform;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.latchkey.UnsupportedFeatureException;

/**
 * What a system is called, and what it offers.
 *
 * @param name the name for people, such as "Linux" or "Windows (portable)"
 * @param features what it offers
 */
public record PlatformTraits(String name, Set<PlatformFeature> features) {

	/**
	 * Creates traits.
	 * @param name the name for people
	 * @param features what the system offers
	 */
	public PlatformTraits(String name, Set<PlatformFeature> features) {
		this.name = name;
		this.features = Set.copyOf(features);
	}

	/**
	 * Returns the traits of a system that offers everything.
	 * @param name the name for people
	 * @return the traits
	 */
	public static PlatformTraits complete(String name) {
		return new PlatformTraits(name, Set.of(PlatformFeature.values()));
	}

	/**
	 * Returns whether the system offers a feature.
	 * @param feature the feature
	 * @return whether it does
	 */
	public boolean has(PlatformFeature feature) {
		return this.features.contains(feature);
	}

	/**
	 * Refuses what needs a feature that is missing.
	 * @param feature the feature
	 * @param use what needs it, as the beginning of a sentence
	 * @param remedy what can be done instead, in whole sentences
	 * @throws UnsupportedFeatureException if the system does not offer the feature
	 */
	public void require(PlatformFeature feature, String use, String remedy) {
		if (!has(feature)) {
			throw new UnsupportedFeatureException(use, this.name, remedy);
		}
	}

	/**
	 * Returns what users notice of the features that are missing.
	 * @return a clause for each, in the order of the features; empty for a complete
	 * system
	 */
	public List<String> degraded() {
		return Stream.of(PlatformFeature.values())
			.filter((feature) -> !has(feature))
			.map(PlatformFeature::lack)
			.filter(Objects::nonNull)
			.toList();
	}

}
