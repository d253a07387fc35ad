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

package dev.latchkey.internal.wait;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineTests {

	@Test
	void nowHasCome() {
		assertThat(Deadline.now().hasCome()).isTrue();
		assertThat(Deadline.after(Duration.ZERO).hasCome()).isTrue();
		assertThat(Deadline.after(Duration.ofSeconds(-5)).hasCome()).isTrue();
	}

	@Test
	void neverDoesNotCome() {
		assertThat(Deadline.never().hasCome()).isFalse();
		assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE)).isLimited()).isFalse();
	}

	@Test
	void theEarlierOfTwoIsTaken() {
		Deadline hour = Deadline.after(Duration.ofHours(1));
		assertThat(hour.atMost(Duration.ofDays(1))).isSameAs(hour);
		assertThat(hour.atMost(Duration.ofMinutes(1)).remainingNanos())
			.isLessThanOrEqualTo(Duration.ofMinutes(1).toNanos());
		assertThat(Deadline.never().atMost(Duration.ofMinutes(1)).isLimited()).isTrue();
	}

}
