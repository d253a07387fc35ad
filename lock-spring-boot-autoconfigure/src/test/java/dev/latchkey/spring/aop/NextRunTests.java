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

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.support.CronExpression;

import static org.assertj.core.api.Assertions.assertThat;

class NextRunTests {

	@Test
	void aLockIsLeftAloneUntilTheNextRunHoweverLateThisOneIs() {
		NextRun run = run("UTC", "*/2 * * * * *");
		Instant begin = Instant.parse("2026-11-27T02:00:01.980Z");
		assertThat(run.endOf(Instant.parse("2026-11-27T02:00:00Z"))).isEqualTo(begin);
		assertThat(run.endOf(Instant.parse("2026-11-27T02:00:01.979Z"))).isEqualTo(begin);
	}

	@Test
	void aRunThatIsALittleEarlyCountsForItsTime() {
		Instant next = Instant.parse("2026-11-28T01:59:50Z");
		assertThat(run("UTC", "0 0 2 * * *").endOf(Instant.parse("2026-11-27T01:59:50Z"))).isEqualTo(next);
		assertThat(run("UTC", "0 0 2 * * *").endOf(Instant.parse("2026-11-27T01:59:55Z"))).isEqualTo(next);
		assertThat(run("UTC", "0 0 2 * * *").endOf(Instant.parse("2026-11-27T01:59:49Z")))
			.isEqualTo(Instant.parse("2026-11-27T01:59:50Z"));
	}

	@Test
	void theNearestOfSeveralRunsCounts() {
		assertThat(run("UTC", "0 0 2 * * *", "0 0 14 * * *").endOf(Instant.parse("2026-11-27T02:00:00Z")))
			.isEqualTo(Instant.parse("2026-11-27T13:59:50Z"));
	}

	@Test
	void theZoneIsThatOfTheSchedule() {
		assertThat(run("Europe/Paris", "0 0 2 * * *").endOf(Instant.parse("2026-11-27T02:00:00Z")))
			.isEqualTo(Instant.parse("2026-11-28T00:59:50Z"));
	}

	@Test
	void withoutANextRunThereIsNoTime() {
		Instant now = Instant.parse("2026-11-27T02:00:00Z");
		assertThat(run("UTC", "0 0 0 31 2 *").endOf(now)).isEqualTo(now);
		assertThat(run("UTC").endOf(now)).isEqualTo(now);
	}

	private static NextRun run(String zone, String... crons) {
		return new NextRun(Arrays.stream(crons)
			.map((cron) -> new NextRun.Cron(CronExpression.parse(cron), ZoneId.of(zone)))
			.toList());
	}

}
