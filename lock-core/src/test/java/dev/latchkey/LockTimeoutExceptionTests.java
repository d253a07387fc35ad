package dev.latchkey;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LockTimeoutExceptionTests {

	@Test
	void aRegistryDoesNotTellItsHolders() {
		assertThat(exception(LockType.REGISTRY)).hasMessageContaining("waited 20 ms")
			.hasMessageContaining("the registry of locks does not name its holder")
			.hasMessageNotContaining("could not be found");
	}

	@Test
	void aHolderThatTheKernelDoesNotNameCouldNotBeFound() {
		assertThat(exception(LockType.HELD_FILE)).hasMessageContaining("its holder could not be found");
	}

	private static LockTimeoutException exception(LockType kind) {
		return new LockTimeoutException(new LockId(kind, "job", Path.of("/locks/job")), Duration.ofMillis(20),
				List.of());
	}

}
