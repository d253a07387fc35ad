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

package dev.latchkey.cli;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Times on the command line.
 */
class DurationsTests {

	@ParameterizedTest
	@CsvSource({ "10s, PT10S", "500ms, PT0.5S", "5m, PT5M", "1h, PT1H", "10, PT10S", "0.25, PT0.25S", "1.5m, PT90S",
			"0, PT0S" })
	void aTimeHasAUnit(String text, Duration time) {
		assertThat(Durations.parse(text)).isEqualTo(time);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "s", "-1s", "1 s", "1d", "1e3", "10s5", "١s", "0x1" })
	void anythingElseIsRefused(String text) {
		assertThatExceptionOfType(TypeConversionException.class).isThrownBy(() -> Durations.parse(text))
			.withMessageContaining("no time such as 10s");
	}

	@Test
	void theLongestTimeFits() {
		assertThat(Durations.parse("999999999h")).isEqualTo(Duration.ofHours(999_999_999));
	}

}
