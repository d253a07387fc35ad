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

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LockOptionsTests {

	@Test
	void theHeartbeatIsAThirdOfTheStalenessAndAtLeastATenthOfASecond() {
		assertThat(LockOptions.defaults().heartbeatInterval()).isEqualTo(Duration.ofSeconds(10));
		assertThat(LockOptions.ofStaleAfter(Duration.ofMillis(150)).heartbeatInterval())
			.isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void aHeartbeatThatIsNotBelowTheStalenessIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.of(Duration.ofSeconds(1), Duration.ofSeconds(1)))
			.withMessageContaining("1000 ms")
			.withMessageContaining("a third");
		assertThatIllegalArgumentException().isThrownBy(() -> LockOptions.ofStaleAfter(Duration.ofMillis(100)));
	}

	@Test
	void timesMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> LockOptions.ofStaleAfter(Duration.ZERO))
			.withMessageContaining("stale-after");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.of(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
			.withMessageContaining("heartbeat-interval");
	}

}
