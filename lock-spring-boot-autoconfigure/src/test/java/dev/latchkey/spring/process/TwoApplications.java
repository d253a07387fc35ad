package dev.latchkey.spring.process;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes that run one application, and an empty directory for both.
 */
abstract class TwoApplications {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	ForkedJvm first;

	@SuppressWarnings("NullAway.Init")
	ForkedJvm second;

	/** Start one, which says when it is ready. */
	abstract ForkedJvm start();

	@BeforeEach
	void startBoth() {
		this.first = start();
		this.second = start();
		assertThat(this.first.answer()).isEqualTo("ready");
		assertThat(this.second.answer()).isEqualTo("ready");
	}

	@AfterEach
	void endBoth() {
		this.first.close();
		this.second.close();
	}

}
