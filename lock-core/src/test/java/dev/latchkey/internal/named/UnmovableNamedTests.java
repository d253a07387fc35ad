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

package dev.latchkey.internal.named;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.portable.FileLocksWorker;
import dev.latchkey.internal.platform.portable.SimulatedWindows;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of named locks where no open file is renamed or removed.
 */
class UnmovableNamedTests {

	private static final Duration HOUR = Duration.ofHours(1);

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder(SimulatedWindows.platform()).build();

	private NamedLocks sweeping;

	@BeforeEach
	void create() {
		this.sweeping = locks();
	}

	@AfterEach
	void close() {
		this.sweeping.close();
	}

	@Test
	void theFileOfAnIdleKeyIsRemoved() {
		long token = use();
		idle();
		assertThat(sweep()).isOne();
		assertThat(file().path()).doesNotExist();
		assertThat(use()).isGreaterThan(token);
	}

	@Test
	void aFileThatAnotherProcessHasOpenStaysAndIsAcquiredAsBefore() {
		long token = use();
		idle();
		try (ForkedJvm process = withFileOpen()) {
			assertThat(sweep()).isZero();
			assertThat(file().get(RecordFile.MARK)).isEqualTo(token);
			assertThat(process.isAlive()).isTrue();
		}
		assertThat(use()).isGreaterThan(token);
		assertThat(file().get(RecordFile.MARK)).isZero();
	}

	@Test
	void aProcessThatDiesAfterTheMarkLeavesAFileThatIsAcquiredAsBefore() {
		long token = use();
		file().put(RecordFile.MARK, token);
		assertThat(use()).isGreaterThan(token);
		assertThat(file().get(RecordFile.MARK)).isZero();
	}

	private ForkedJvm withFileOpen() {
		ForkedJvm process = ForkedJvm.start(FileLocksWorker.class, "CHANNEL");
		assertThat(process.answer()).isEqualTo("ready");
		assertThat(process.ask("open one " + file().path())).isEqualTo("done");
		return process;
	}

	private NamedLocks locks() {
		return new NamedLocks(this.runtime, this.directory, LockOptions.defaults(), HOUR);
	}

	private int sweep() {
		return this.sweeping.directory().open().sweep().sweep();
	}

	private RecordFile file() {
		return new RecordFile(this.directory.resolve("a.1.flock"));
	}

	private void idle() {
		file().usedAgo(HOUR.plusSeconds(1));
	}

	private long use() {
		try (NamedLocks locks = locks(); LockHold hold = locks.lock("a", "1").tryAcquire().orElseThrow()) {
			return hold.fencingToken();
		}
	}

}
