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

package dev.latchkey.spring.actuate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.LockType;

import static org.assertj.core.api.Assertions.assertThat;

class BreakAttemptTests {

	@Test
	void aStalledHolderThatIsNotProvenIsToBeEnded() {
		LockInspection found = new LockInspection(new LockId(LockType.NAMED, "job", Path.of("/locks/job.flock")),
				LockState.STALLED, List.of(), Duration.ofMinutes(1), 7L, null, false);
		BreakAttempt attempt = BreakAttempt.of(found);
		assertThat(attempt.isBroken()).isFalse();
		assertThat(attempt.refusal()).contains("End the process that is named");
	}

}
