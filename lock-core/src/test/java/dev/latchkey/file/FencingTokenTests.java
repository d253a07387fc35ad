package dev.latchkey.file;

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
		long future = Long.MAX_VALUE / 2;
		assertThat(FencingToken.after(future)).isEqualTo(future + 1);
	}

}
