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
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.StringUtils;

import dev.latchkey.spring.LeastTime;

/**
 * The time until a method's next run by its cron expressions. All instances divide time
 * in the same way, so a lock that is left alone until then is acquired once between two
 * runs, however late each instance asks.
 *
 * <p>
 * A run begins a little before its time, for a scheduler that is early because the clock
 * was set back.
 *
 * @param crons the cron expressions; none if all are disabled, and the lock is not left
 * alone then
 */
record NextRun(List<Cron> crons) implements LeastTime {

	private static final int TOLERANCE = 100;

	private static final Duration LONGEST_TOLERANCE = Duration.ofSeconds(10);

	/**
	 * Finds the cron expressions of a method.
	 * @throws LockDefinitionException if there are none, one cannot be read, or the
	 * method has a schedule of another kind too, whose runs they would hold back
	 */
	static NextRun of(Method method, AnnotationText text) {
		List<Scheduled> schedules = schedules(method).toList();
		if (schedules.isEmpty()) {
			throw withoutCron(text, "the method has no cron expression");
		}
		if (!schedules.stream().allMatch((annotation) -> StringUtils.hasText(annotation.cron()))) {
			throw withoutCron(text, "the method has a schedule without a cron expression");
		}
		List<Cron> crons = new ArrayList<>();
		schedules.forEach((annotation) -> add(annotation, text, crons));
		return new NextRun(List.copyOf(crons));
	}

	/**
	 * Finds the schedules of a method.
	 */
	static Stream<Scheduled> schedules(Method method) {
		return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.stream(Scheduled.class)
			.map(MergedAnnotation::synthesize);
	}

	private static LockDefinitionException withoutCron(AnnotationText text, String reason) {
		return text.refused("The lockAtLeastFor of", "lasts until the next run, and " + reason,
				"Give each @Scheduled of the method a cron expression, or say how long, as in lockAtLeastFor = \"30s\".",
				null);
	}

	private static void add(Scheduled annotation, AnnotationText text, List<Cron> crons) {
		String cron = text.resolve("cron expression", annotation.cron());
		String zone = text.resolve("zone", annotation.zone());
		if (cron.equals(Scheduled.CRON_DISABLED)) {
			return;
		}
		try {
			crons.add(new Cron(CronExpression.parse(cron), StringUtils.hasText(zone)
					? StringUtils.parseTimeZoneString(zone).toZoneId() : ZoneId.systemDefault()));
		}
		catch (IllegalArgumentException ex) {
			throw text.refused("The cron expression '" + cron + "' beside", "cannot be read: " + ex.getMessage(),
					"Write six fields, such as 0 0 2 * * *, and a zone such as Europe/Paris.", ex);
		}
	}

	@Override
	public Instant endOf(Instant acquisition) {
		return this.crons.stream()
			.map((cron) -> cron.beginAfter(acquisition))
			.filter(Objects::nonNull)
			.min(Instant::compareTo)
			.orElse(acquisition);
	}

	/**
	 * A cron expression.
	 *
	 * @param expression the expression
	 * @param zone whose clock it is for
	 */
	record Cron(CronExpression expression, ZoneId zone) {

		/** Returns when the first run begins after a moment, or null if there is none. */
		@Nullable Instant beginAfter(Instant moment) {
			ZonedDateTime run = this.expression.next(moment.atZone(this.zone));
			Instant begin = null;
			while (run != null && (begin == null || !begin.isAfter(moment))) {
				ZonedDateTime following = this.expression.next(run);
				begin = run.toInstant().minus(tolerance(run, following));
				run = following;
			}
			return (begin != null && begin.isAfter(moment)) ? begin : null;
		}

		private static Duration tolerance(ZonedDateTime run, @Nullable ZonedDateTime following) {
			if (following == null) {
				return Duration.ZERO;
			}
			Duration part = Duration.between(run, following).dividedBy(TOLERANCE);
			return (part.compareTo(LONGEST_TOLERANCE) < 0) ? part : LONGEST_TOLERANCE;
		}

	}

}
