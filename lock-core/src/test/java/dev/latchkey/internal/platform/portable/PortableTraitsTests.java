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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.PlatformTraits;

import static org.assertj.core.api.Assertions.assertThat;

class PortableTraitsTests {

	@Test
	void macOsFoldsCaseAndMovesOpenFiles() {
		PlatformTraits traits = PortableTraits.of("Mac OS X");
		assertThat(traits.name()).isEqualTo("macOS (portable)");
		assertThat(traits.features()).containsExactlyInAnyOrder(PlatformFeature.MOVABLE_OPEN_FILES,
				PlatformFeature.GROUP_PERMISSIONS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Windows 11", "Windows Server 2025" })
	void windowsHasNone(String system) {
		PlatformTraits traits = PortableTraits.of(system);
		assertThat(traits.name()).isEqualTo(system + " (portable)");
		assertThat(traits.features()).isEmpty();
		assertThat(traits.degraded()).contains("a claim cannot be left to a child process",
				"lock files are not shared among users by permissions");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Linux", "FreeBSD", "AIX" })
	void othersDistinguishCase(String system) {
		assertThat(PortableTraits.of(system).features()).contains(PlatformFeature.CASE_SENSITIVE_NAMES,
				PlatformFeature.MOVABLE_OPEN_FILES, PlatformFeature.GROUP_PERMISSIONS);
	}

}
