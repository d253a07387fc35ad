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

package dev.latchkey;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LockTimeoutExceptionTests {

	@Test
	void aRegistryDoesNotTellItsHolders() {
		assertThat(exception(LockType.REGISTRY)).hasMessageContaining("waited 20 ms")
			.hasMessageContaining("the registry of locks does not name its holder")
			.hasMessageNotContaining("could not be found");
	}

	@Test
	void aHolderThatTheKernelDoesNotNameCouldNotBeFound() {
		assertThat(exception(LockType.HELD_FILE)).hasMessageContaining("its holder could not be found");
	}

	private static LockTimeoutException exception(LockType type) {
		return new LockTimeoutException(new LockId(type, "job", Path.of("/locks/job")), Duration.ofMillis(20),
				List.of());
	}

}
