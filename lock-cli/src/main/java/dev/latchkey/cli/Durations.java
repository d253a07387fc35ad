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

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.TypeConversionException;

/**
 * Times as people write them: {@code 10s}, {@code 500ms}, {@code 5m}, {@code 1h}. A
 * number alone is seconds, as for {@code flock -w}.
 */
final class Durations {

	private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|)");

	private Durations() {
	}

	static Duration parse(String text) {
		Matcher time = TIME.matcher(text);
		if (!time.matches()) {
			throw new TypeConversionException("'" + text + "' is no time such as 10s, 500ms, 5m or 1h");
		}
		long unit = switch (time.group(2)) {
			case "ms" -> 1_000_000L;
			case "m" -> 60_000_000_000L;
			case "h" -> 3_600_000_000_000L;
			default -> 1_000_000_000L;
		};
		BigDecimal nanos = new BigDecimal(time.group(1)).multiply(BigDecimal.valueOf(unit));
		BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
		return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
	}

}
