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

package dev.latchkey.internal.wait;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.WatchCalls;

import static org.assertj.core.api.Assertions.assertThat;

class FileWatcherTests {

	@TempDir
	Path directory;

	private final ScriptedCalls calls = new ScriptedCalls();

	private final FileWatcher watcher = FileWatcher.of(this.calls);

	@Test
	void whyNothingIsWatchedIsKnown(@TempDir Path directory) {
		LockRuntime runtime = FaultyCalls.runtimeWithoutWatches(new EventCallbacks() {
		});
		assertThat(runtime.pollingReason()).isNull();
		try (FileWatch watch = runtime.watch()) {
			watch.addNames(directory);
			assertThat(watch.isExact()).isFalse();
			assertThat(runtime.pollingReason()).contains("EMFILE");
		}
	}

	@Test
	void whatHasChangedIsToldUntilItWasAwaited() throws Exception {
		try (FileWatch one = this.watcher.watch(); FileWatch other = this.watcher.watch()) {
			one.addNames(this.directory);
			other.addNames(this.directory.resolve("other"));
			this.calls.next.add((events) -> events.changed(1));
			assertThat(one.hasChanged()).isTrue();
			assertThat(one.hasChanged()).isTrue();
			one.await(Deadline.never());
			assertThat(one.hasChanged()).isFalse();
			assertThat(other.hasChanged()).isFalse();
		}
	}

	@Test
	void lostEventsMeanThatAnythingMayHaveChanged() {
		try (FileWatch one = this.watcher.watch(); FileWatch other = this.watcher.watch()) {
			one.addNames(this.directory);
			other.addNames(this.directory.resolve("other"));
			this.calls.next.add(WatchCalls.Events::overflowed);
			assertThat(one.hasChanged()).isTrue();
			assertThat(other.hasChanged()).isTrue();
		}
	}

	@Test
	void aWatchThatEndsByItselfIsAChange() {
		try (FileWatch one = this.watcher.watch()) {
			one.addNames(this.directory);
			this.calls.next.add((events) -> events.ended(1));
			assertThat(one.hasChanged()).isTrue();
		}
		assertThat(this.calls.unwatched).isZero();
	}

	@Test
	void aWatchIsGivenBackWhenItsLastUserHasGone() {
		FileWatch one = this.watcher.watch();
		one.addNames(this.directory);
		one.close();
		assertThat(this.calls.unwatched).isEqualTo(1);
	}

	/**
	 * Tells what the test wants to have happened.
	 */
	private static final class ScriptedCalls implements WatchCalls {

		private final Queue<Consumer<Events>> next = new ArrayDeque<>();

		private int watches;

		private int unwatched;

		@Override
		public int open() {
			return 7;
		}

		@Override
		public int watchContent(int watcher, int descriptor) {
			return ++this.watches;
		}

		@Override
		public int watchNames(int watcher, NativePath path) {
			return ++this.watches;
		}

		@Override
		public void unwatch(int watcher, int watch) {
			this.unwatched++;
		}

		@Override
		public void close(int watcher) {
		}

		@Override
		public int await(int watcher) {
			return Errno.ENOSYS.result();
		}

		@Override
		public int read(int watcher, NativeBuffer into, Events events) {
			while (!this.next.isEmpty()) {
				this.next.remove().accept(events);
			}
			return 0;
		}

	}

}
