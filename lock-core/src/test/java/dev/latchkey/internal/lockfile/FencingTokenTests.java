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
