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

package dev.latchkey.internal.holders;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockState;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.portable.PortablePlatform;
import dev.latchkey.process.EachFileLock;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.LockWorker;
import dev.latchkey.process.TestLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Who is named where the system does not tell which processes have a file locked.
 */
class RecordedHoldersTests {

	private static final Map<String, String> PORTABLE = Map.of("latchkey.platform", "portable");

	private final Platform platform = PortablePlatform.ofFileChannels("Linux");

	private final LockRuntime runtime = LockRuntime.builder(this.platform).build();

	private final List<Integer> locked = new ArrayList<>();

	@TempDir
	Path directory;

	@AfterEach
	void close() {
		this.locked.forEach(this.platform.files()::close);
		this.runtime.close();
	}

	@ParameterizedTest
	@EachFileLock
	void theHolderIsTheProcessOfTheRecord(LockType type) throws Exception {
		try (ForkedJvm holder = worker(type)) {
			assertThat(holder.ask("try")).startsWith("held");
			assertThat(holders(type)).singleElement().satisfies((found) -> {
				assertThat(found.pid()).isEqualTo(holder.pid());
				assertThat(found.executable()).contains("java");
				assertThat(found.confidence()).isEqualTo(Confidence.SELF_REPORTED);
			});
		}
	}

	@ParameterizedTest
	@EachFileLock
	void aDeadHolderIsNotTakenForTheProgramThatHasItsFileLocked(LockType type) throws Exception {
		try (ForkedJvm holder = worker(type)) {
			assertThat(holder.ask("try")).startsWith("held");
			holder.kill();
		}
		lockFiles(type);
		assertThat(holders(type)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "NAMED", "CLAIM", "PACK" })
	void aFormerHolderIsNotTakenForTheProgramThatHasItsFileLocked(LockType type) throws Exception {
		try (ForkedJvm former = worker(type)) {
			assertThat(former.ask("try")).startsWith("held");
			assertThat(former.ask("release")).isEqualTo("released");
			lockFiles(type);
			assertThat(holders(type)).isEmpty();
		}
	}

	@Test
	void aClaimThatIsListedHasTheHolderOfItsBeacon() {
		try (ForkedJvm holder = worker(LockType.CLAIM);
				ClaimDirectory claims = ClaimDirectory.open(locks(), this.runtime)) {
			assertThat(holder.ask("try")).startsWith("held");
			assertThat(claims.list()).singleElement().satisfies((found) -> {
				assertThat(found.state()).isEqualTo(LockState.HELD);
				assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(holder.pid());
			});
		}
	}

	private List<LockHolder> holders(LockType type) throws Exception {
		try (TestLock lock = TestLock.of(type, locks(), this.runtime)) {
			return catchThrowableOfType(LockTimeoutException.class, () -> lock.acquire(Duration.ofMillis(20)))
				.holders();
		}
	}

	private ForkedJvm worker(LockType type) {
		ForkedJvm worker = ForkedJvm.start(PORTABLE, LockWorker.class, type.name(), locks().toString());
		assertThat(worker.answer()).isEqualTo("ready");
		return worker;
	}

	private Path locks() {
		return this.directory.resolve("locks");
	}

	private void lockFiles(LockType type) {
		lockFile(locks().resolve(TestLock.fileName(type)));
		if (type == LockType.CLAIM) {
			lockFile(locks().resolve("job.live.lock"));
		}
	}

	private void lockFile(Path file) {
		FileCalls files = this.platform.files();
		int descriptor = files.open(NativePath.of(file));
		assertThat(files.tryLock(descriptor)).isZero();
		this.locked.add(descriptor);
	}

}
