package dev.latchkey;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LockOptionsTests {

	@Test
	void theHeartbeatIsAThirdOfTheStalenessAndAtLeastATenthOfASecond() {
		assertThat(LockOptions.defaults().heartbeatInterval()).isEqualTo(Duration.ofSeconds(10));
		assertThat(LockOptions.ofStaleAfter(Duration.ofMillis(150)).heartbeatInterval())
			.isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void aHeartbeatThatIsNotBelowTheStalenessIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.of(Duration.ofSeconds(1), Duration.ofSeconds(1)))
			.withMessageContaining("1000 ms")
			.withMessageContaining("a third");
		assertThatIllegalArgumentException().isThrownBy(() -> LockOptions.ofStaleAfter(Duration.ofMillis(100)));
	}

	@Test
	void timesMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> LockOptions.ofStaleAfter(Duration.ZERO))
			.withMessageContaining("stale-after");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> LockOptions.of(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
			.withMessageContaining("heartbeat-interval");
	}

}
