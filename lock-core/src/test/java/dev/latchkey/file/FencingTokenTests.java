package dev.latchkey.file;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FencingTokenTests {

	@Test
	void aLostCounterIsReplacedByTheClock() {
		long before = System.currentTimeMillis() * 1_000;
		assertThat(FencingToken.after(0)).isGreaterThanOrEqualTo(before);
		assertThat(FencingToken.after(-7)).isGreaterThanOrEqualTo(before);
	}

	@Test
	void aClockThatIsSetBackIsReplacedByTheCounter() {
		long future = Instant.parse("2999-01-01T00:00:00Z").getEpochSecond() * 1_000_000;
		assertThat(FencingToken.after(future)).isEqualTo(future + 1);
	}

	@Test
	void aCounterThatNobodyCanHaveCountedToIsNotCountedOn() {
		long tomorrow = (System.currentTimeMillis() + 86_400_000) * 1_000;
		assertThat(FencingToken.after(Long.MAX_VALUE)).isBetween(1L, tomorrow);
		assertThat(FencingToken.after(Long.MAX_VALUE - 1)).isBetween(1L, tomorrow);
		assertThat(FencingToken.after(Long.MAX_VALUE / 2)).isBetween(1L, tomorrow);
	}

}
