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

package dev.latchkey.internal.lockfile;

import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockFileException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FencingTokenTests {

	@Test
	void aLostCounterIsReplacedByTheClock() {
		long before = System.currentTimeMillis() * 1_000;
		assertThat(after(0)).isGreaterThanOrEqualTo(before);
		assertThat(after(-7)).isGreaterThanOrEqualTo(before);
	}

	@Test
	void aClockThatIsSetBackIsReplacedByTheCounter() {
		long future = Instant.parse("2999-01-01T00:00:00Z").getEpochSecond() * 1_000_000;
		assertThat(after(future)).isEqualTo(future + 1);
	}

	@Test
	void aCounterThatNobodyCanHaveCountedToIsNotCountedOn() {
		long tomorrow = (System.currentTimeMillis() + 86_400_000) * 1_000;
		assertThat(after(Long.MAX_VALUE)).isBetween(1L, tomorrow);
		assertThat(after(Long.MAX_VALUE - 1)).isBetween(1L, tomorrow);
		assertThat(after(Long.MAX_VALUE / 2)).isBetween(1L, tomorrow);
	}

	@Test
	void noTokenIsGivenOutThatWouldBeTakenForGarbage() {
		long last = FencingToken.GREATEST_PLAUSIBLE;
		assertThat(after(last - 1)).isEqualTo(last);
		assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> after(last))
			.withMessageContaining("x.token")
			.withMessageContaining("last fencing token");
	}

	private static long after(long previous) {
		return FencingToken.after(previous, Path.of("x.token"));
	}

}
