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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.process.Heartbeats;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a process sees of a stalled holder whose lock it has never held.
 */
class NamedStallTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final List<LockId> stalled = new ArrayList<>();

	@SuppressWarnings("NullAway.Init")
	private NamedLocks locks;

	@SuppressWarnings("NullAway.Init")
	private OtherHolder holder;

	@BeforeEach
	void hold() throws IOException {
		LockRuntime runtime = LockRuntime.builder().listeners(List.of(new EventCallbacks() {
			@Override
			public void stalled(LockId id, List<LockHolder> holders) {
				NamedStallTests.this.stalled.add(id);
			}
		})).build();
		this.locks = new NamedLocks(runtime, this.directory, LockOptions.defaults());
		this.holder = OtherHolder.of(LockType.NAMED, this.directory);
		this.holder.stop();
		Heartbeats.age(job().id().path(), Duration.ofMinutes(1));
	}

	@AfterEach
	void end() {
		this.holder.resume();
		this.holder.close();
		this.locks.close();
	}

	private NamedLock job() {
		return this.locks.lock("job");
	}

	@Test
	void aTryReportsAStalledHolderOnce() {
		assertThat(job().tryAcquire()).isEmpty();
		assertThat(job().tryAcquire()).isEmpty();
		assertThat(this.stalled).containsExactly(job().id());
	}

	@Test
	void aShortWaitReportsAStalledHolder() throws Exception {
		assertThat(job().tryAcquire(Duration.ofMillis(20))).isEmpty();
		assertThat(this.stalled).containsExactly(job().id());
	}

	@Test
	void aTryAfterABreakGetsTheLockAlthoughTheFormerFileWasOpen() {
		Requirement.LOCK_TABLE.require();
		assertThat(job().tryAcquire()).isEmpty();
		try (LockRuntime runtime = LockRuntime.builder().build();
				NamedLocks operator = new NamedLocks(runtime, this.directory, LockOptions.defaults())) {
			LockInspection found = operator.lock("job").breakStalled();
			assertThat(found.breakable()).isTrue();
		}
		Optional<LockHold> hold = job().tryAcquire();
		assertThat(hold).hasValueSatisfying(LockHold::close);
	}

	@Test
	void onlyLocksThatAreHeldAreListed() throws IOException {
		this.locks.lock("free").tryAcquire().orElseThrow().close();
		Files.writeString(this.directory.resolve("no-lock-file.flock"), "?");
		assertThat(this.locks.locked(new LockHolders(LockRuntime.builder().build()))).extracting(NamedLock::id)
			.containsExactly(job().id());
	}

	@Test
	void theLockOfAListedFileIsThatOfItsName() {
		Path file = this.locks.lock("a.b", "c/d").id().path();
		assertThat(this.locks.ofFile(file).id()).isEqualTo(this.locks.lock("a.b", "c/d").id());
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.ofFile(this.directory.resolve("a.held")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.locks.ofFile(Path.of("/tmp/a.flock")));
	}

}
