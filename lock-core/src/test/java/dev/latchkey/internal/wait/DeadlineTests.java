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
