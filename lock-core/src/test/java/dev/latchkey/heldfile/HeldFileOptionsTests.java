package dev.latchkey.heldfile;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HeldFileOptionsTests {

	@Test
	void theHeartbeatIsAThirdOfTheStalenessAndAtLeastATenthOfASecond() {
		assertThat(HeldFileOptions.defaults().heartbeatInterval()).isEqualTo(Duration.ofSeconds(10));
		assertThat(HeldFileOptions.ofStaleAfter(Duration.ofMillis(150)).heartbeatInterval())
			.isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void aHeartbeatThatIsNotBelowTheStalenessIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HeldFileOptions(Duration.ofSeconds(1), Duration.ofSeconds(1)))
			.withMessageContaining("1000 ms")
			.withMessageContaining("a third");
		assertThatIllegalArgumentException().isThrownBy(() -> HeldFileOptions.ofStaleAfter(Duration.ofMillis(100)));
	}

	@Test
	void timesMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> HeldFileOptions.ofStaleAfter(Duration.ZERO))
			.withMessageContaining("stale-after");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new HeldFileOptions(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
			.withMessageContaining("heartbeat-interval");
	}

}
