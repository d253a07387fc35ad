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
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockHolder.Confidence;

import static org.assertj.core.api.Assertions.assertThat;

class AlreadyRunningExceptionTests {

	private static final Path FILE = Path.of("/run/app.pid");

	private static final long SELF = ProcessHandle.current().pid();

	@Test
	void aHolderThatIsThisProcessIsNamedAsSuch() {
		AlreadyRunningException problem = new AlreadyRunningException(FILE,
				List.of(holder(SELF, Confidence.CONFIRMED)));
		assertThat(problem.isThisProcess()).isTrue();
		assertThat(problem).hasMessageContaining("This process has the pid file '/run/app.pid' already");
	}

	/** Two containers that share a directory may both be process 1. */
	@Test
	void theSameNumberInTheFileMayBeThatOfAnotherContainer() {
		AlreadyRunningException problem = new AlreadyRunningException(FILE,
				List.of(holder(SELF, Confidence.SELF_REPORTED)));
		assertThat(problem.isThisProcess()).isFalse();
		assertThat(problem).hasMessageContaining("Another instance is running");
	}

	@Test
	void anotherProcessIsAnotherInstance() {
		AlreadyRunningException problem = new AlreadyRunningException(FILE, List.of(holder(1, Confidence.CONFIRMED)));
		assertThat(problem.isThisProcess()).isFalse();
		assertThat(problem).hasMessageContaining("Another instance is running: pid 1");
	}

	private static LockHolder holder(long pid, Confidence confidence) {
		return new LockHolder(pid, null, null, null, confidence);
	}

}
