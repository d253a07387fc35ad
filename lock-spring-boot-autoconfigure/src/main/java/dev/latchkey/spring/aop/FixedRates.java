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

package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.util.StringUtils;

/**
 * Warns of a method whose lock is left alone for longer than from one of its runs to the
 * next. It may be meant so, to have a run soon after another instance has ended.
 */
final class FixedRates {

	private static final Log logger = LogFactory.getLog(FixedRates.class);

	private FixedRates() {
	}

	static void compare(Duration leastTime, Method method, AnnotationText text) {
		NextRun.schedules(method).forEach((annotation) -> {
			Duration rate = rate(annotation, text);
			if (rate != null && leastTime.compareTo(rate) >= 0) {
				logger.warn("The lockAtLeastFor of the lock on " + LockOperation.describe(method) + " is " + leastTime
						+ " and the fixed rate of the method is " + rate
						+ ": runs that are due in that time are skipped by all instances. "
						+ "Set a lockAtLeastFor that is shorter than the rate");
			}
		});
	}

	/** What cannot be read is refused by the scheduler itself. */
	private static @Nullable Duration rate(Scheduled annotation, AnnotationText text) {
		if (annotation.fixedRate() > 0) {
			return Duration.of(annotation.fixedRate(), annotation.timeUnit().toChronoUnit());
		}
		String rate = text.resolve("fixed rate", annotation.fixedRateString());
		try {
			return StringUtils.hasText(rate) ? DurationFormatterUtils.detectAndParse(rate,
					DurationFormat.Unit.fromChronoUnit(annotation.timeUnit().toChronoUnit())) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
