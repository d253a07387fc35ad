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
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockHolder.Confidence;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.portable.PortablePlatform;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Named locks where only their records tell who holds them.
 */
class RecordedNamedLockTests {

	private static final Map<String, String> PORTABLE = Map.of("latchkey.platform", "portable");

	private final Platform platform = PortablePlatform.ofFileChannels("Linux");

	private final RecordingListener listener = new RecordingListener();

	private final LockRuntime runtime = LockRuntime.builder(this.platform).listeners(List.of(this.listener)).build();

	@TempDir
	Path directory;

	@AfterEach
	void close() {
		this.runtime.close();
	}

	@Test
	void aStoppedHolderIsStalledAndKeepsTheLock() {
		try (ForkedJvm holder = NamedWorker.start(this.directory, PORTABLE); NamedLocks locks = locks()) {
			long token = Long.parseLong(holder.ask("try"));
			holder.stop();
			NamedLock lock = locks.lock("job");
			Awaitility.await().until(() -> lock.inspect().state() == LockState.STALLED);
			assertThat(lock.tryAcquire()).isEmpty();
			assertThat(this.listener.events()).containsExactly("stalled");
			LockInspection found = lock.breakStalled();
			assertThat(found.state()).isEqualTo(LockState.STALLED);
			assertThat(found.breakable()).isFalse();
			assertThat(found.fencingToken()).isEqualTo(token);
			assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(holder.pid());
			holder.resume();
			assertThat(holder.ask("require")).isEqualTo("held");
			Awaitility.await().until(() -> lock.inspect().state() == LockState.HELD);
		}
	}

	@Test
	void anotherProgramIsAHolderWithoutANameAndOneTryTellsThatItIsBusy() {
		try (NamedLocks locks = locks()) {
			NamedLock lock = locks.lock("job");
			lock.tryAcquire().orElseThrow().close();
			FileCalls files = this.platform.files();
			int other = files.open(NativePath.of(lock.id().path()));
			assertThat(files.tryLock(other)).isZero();
			LockInspection found = lock.inspect();
			assertThat(found.state()).isEqualTo(LockState.HELD);
			assertThat(found.holders()).isEmpty();
			assertThat(found.fencingToken()).isNull();
			assertThat(lock.breakStalled().breakable()).isFalse();
			assertThat(lock.tryAcquire()).isEmpty();
			files.close(other);
			lock.tryAcquire().orElseThrow().close();
		}
	}

	@Test
	void locksThatAreHeldAreListedAndOthersAreNot() {
		try (NamedLocks locks = locks()) {
			locks.lock("free").tryAcquire().orElseThrow().close();
			try (LockHold hold = locks.lock("held").tryAcquire().orElseThrow()) {
				LockHolders finder = new LockHolders(this.runtime);
				assertThat(locks.locked(finder)).singleElement().satisfies((lock) -> {
					assertThat(lock.id()).isEqualTo(hold.id());
					assertThat(lock.inspect(finder).holders()).singleElement().satisfies((holder) -> {
						assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
						assertThat(holder.confidence()).isEqualTo(Confidence.SELF_REPORTED);
					});
				});
			}
		}
	}

	private NamedLocks locks() {
		return new NamedLocks(this.runtime, this.directory, NamedWorker.OPTIONS);
	}

}
