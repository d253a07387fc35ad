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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockInspection;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.contract.RecordingListener;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.spawn.SpawnedProcess;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * A named lock that a child process has together with its holder.
 */
class NamedChildTests {

	private final RecordingListener listener = new RecordingListener();

	private final LockRuntime runtime = LockRuntime.builder().listeners(List.of(this.listener)).build();

	@TempDir
	Path directory;

	@BeforeEach
	void require() {
		Requirement.LOCK_TABLE.require();
	}

	@AfterEach
	void close() {
		this.runtime.close();
	}

	@Test
	void theChildKeepsTheLockWhenItsFirstHolderIsKilled() {
		try (ForkedJvm parent = Parent.start(this.directory)) {
			long child = Long.parseLong(parent.answer());
			assertThat(lock().inspect().holders()).extracting(LockHolder::pid).containsExactly(parent.pid());
			parent.kill();
			LockInspection found = lock().inspect();
			assertThat(found.state()).isEqualTo(LockState.HELD);
			assertThat(found.breakable()).isFalse();
			assertThat(found.holders()).extracting(LockHolder::pid).containsExactly(child);
			assertThat(lock().tryAcquire()).isEmpty();
			assertThat(Requirement.run("kill", "-9", Long.toString(child))).isTrue();
			Awaitility.await().until(() -> lock().inspect().state() == LockState.FREE);
			try (LockHold next = lock().tryAcquire().orElseThrow()) {
				assertThat(next.isHeld()).isTrue();
				assertThat(this.listener.events()).contains("taken over");
			}
		}
	}

	/** The child goes on with its work, and cannot notice a break. */
	@Test
	void aLockIsNotTakenFromTheChildOfAStoppedHolder() {
		try (ForkedJvm parent = Parent.start(this.directory)) {
			long child = Long.parseLong(parent.answer());
			assertThat(Requirement.run("kill", "-STOP", Long.toString(parent.pid()))).isTrue();
			new RecordFile(lock().id().path()).beatAgo(Duration.ofDays(1));
			LockInspection found = lock().inspect();
			assertThat(found.state()).isEqualTo(LockState.HELD);
			assertThat(found.holders()).extracting(LockHolder::pid).containsExactlyInAnyOrder(parent.pid(), child);
			assertThat(lock().breakStalled().breakable()).isFalse();
			assertThat(lock().tryAcquire()).isEmpty();
			assertThat(Requirement.run("kill", "-9", Long.toString(child))).isTrue();
			Awaitility.await().until(() -> lock().inspect().state() == LockState.STALLED);
			assertThat(lock().breakStalled().breakable()).isTrue();
		}
	}

	@Test
	void theLockEndsWithItsHoldAlthoughTheChildGoesOn() throws Exception {
		SpawnedProcess child;
		try (NamedHold hold = (NamedHold) lock().tryAcquire().orElseThrow()) {
			child = hold.startChild(new ProcessBuilder("cat"));
		}
		assertThat(child.isAlive()).isTrue();
		assertThat(lock().inspect().state()).isEqualTo(LockState.FREE);
		lock().tryAcquire().orElseThrow().close();
		child.getOutputStream().close();
		assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void aChildThatCannotBeStartedLeavesTheLockHeld() {
		try (NamedHold hold = (NamedHold) lock().tryAcquire().orElseThrow()) {
			assertThatIOException().isThrownBy(() -> hold.startChild(new ProcessBuilder("no-such-program")))
				.withMessageContaining("no-such-program");
			hold.requireHeld();
		}
	}

	/** The kernel's table leaves out the locks of processes that it cannot name there. */
	@Test
	void aLockOfAChildIsListedInAPidNamespace() {
		Requirement.PID_NAMESPACE.require();
		try (ForkedJvm namespace = ForkedJvm.startInPidNamespace(Namespace.class, this.directory.toString())) {
			assertThat(namespace.answer()).isEqualTo("[job] HELD");
		}
	}

	private NamedLock lock() {
		return new NamedLocks(this.runtime, this.directory.resolve("locks"), LockOptions.defaults()).lock("job");
	}

	/** It holds the lock together with a child, until it is killed. */
	static final class Parent {

		static ForkedJvm start(Path directory) {
			return ForkedJvm.start(Parent.class, directory.toString());
		}

		@SuppressWarnings("MustBeClosed")
		public static void main(String[] arguments) throws IOException {
			NamedLocks locks = new NamedLocks(LockRuntime.builder().build(), Path.of(arguments[0], "locks"),
					LockOptions.defaults());
			NamedHold hold = (NamedHold) locks.lock("job").tryAcquire().orElseThrow();
			SpawnedProcess child = hold.startChild(new ProcessBuilder("sleep", "600"));
			ForkedJvm.reply(Long.toString(child.pid()));
			String unused = ForkedJvm.awaitCommand();
		}

	}

	/** It lists the locks after the death of a holder whose child goes on. */
	static final class Namespace {

		public static void main(String[] arguments) {
			Path directory = Path.of(arguments[0]);
			try (ForkedJvm parent = Parent.start(directory); LockRuntime runtime = LockRuntime.builder().build()) {
				String unused = parent.answer();
				parent.kill();
				NamedLocks locks = new NamedLocks(runtime, directory.resolve("locks"), LockOptions.defaults());
				List<NamedLock> locked = locks.locked(new LockHolders(runtime));
				ForkedJvm.reply(locked.stream().map((lock) -> lock.id().name()).toList() + " "
						+ locks.lock("job").inspect().state());
			}
		}

	}

}
