package dev.latchkey;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.latchkey.LockHolder.Confidence;

import static org.assertj.core.api.Assertions.assertThat;

class AlreadyRunningExceptionTests {

	private static final Path FILE = Path.of("/run/app.pid");

	private static final long SELF = ProcessHandle.current().pid();

	@Test
	void aHolderThatIsThisProcessIsNamedAsSuch() {
		AlreadyRunningException problem = new AlreadyRunningException(FILE, List.of(owner(SELF, Confidence.CONFIRMED)));
		assertThat(problem.isThisProcess()).isTrue();
		assertThat(problem).hasMessageContaining("This process has the pid file '/run/app.pid' already");
	}

	/** Two containers that share a directory may both be process 1. */
	@Test
	void theSameNumberInTheFileMayBeThatOfAnotherContainer() {
		AlreadyRunningException problem = new AlreadyRunningException(FILE, List.of(owner(SELF, Confidence.ANNOUNCED)));
		assertThat(problem.isThisProcess()).isFalse();
		assertThat(problem).hasMessageContaining("Another instance is running");
	}

	@Test
	void anotherProcessIsAnotherInstance() {
		AlreadyRunningException problem = new AlreadyRunningException(FILE, List.of(owner(1, Confidence.CONFIRMED)));
		assertThat(problem.isThisProcess()).isFalse();
		assertThat(problem).hasMessageContaining("Another instance is running: pid 1");
	}

	private static LockHolder owner(long pid, Confidence confidence) {
		return new LockHolder(pid, null, null, null, confidence);
	}

}
