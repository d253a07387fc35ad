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

package dev.latchkey.internal.lockfile;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.latchkey.LockId;
import dev.latchkey.LockType;
import dev.latchkey.internal.platform.Errno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class IdleCachesTests {

	private final AtomicInteger closings = new AtomicInteger();

	private final AtomicInteger calls = new AtomicInteger();

	/** The registry does not keep it. */
	private IdleCache cache = this.closings::incrementAndGet;

	@AfterEach
	void remove() {
		IdleCaches.remove(this.cache);
	}

	@Test
	void nothingIsClosedWhileThereAreDescriptors() {
		IdleCaches.add(this.cache);
		assertThat(FileOpener.opened(failing(0))).isEqualTo(7);
		assertThat(this.calls).hasValue(1);
		assertThat(this.closings).hasValue(0);
	}

	@Test
	void aCallIsRepeatedOnce() {
		IdleCaches.add(this.cache);
		assertThat(FileOpener.opened(failing(1))).isEqualTo(7);
		assertThat(this.closings).hasValue(1);
		this.calls.set(0);
		assertThat(FileOpener.opened(failing(2))).isEqualTo(Errno.EMFILE.result());
		assertThat(this.calls).hasValue(2);
		assertThat(this.closings).hasValue(2);
	}

	@Test
	void aCacheThatFailsDoesNotKeepTheOthersFromBeingClosed() {
		IdleCache failing = () -> {
			throw new StackOverflowError("close");
		};
		IdleCaches.add(failing);
		IdleCaches.add(this.cache);
		try {
			assertThat(FileOpener.opened(failing(1))).isEqualTo(7);
			assertThat(this.closings).hasValue(1);
		}
		finally {
			IdleCaches.remove(failing);
		}
	}

	@Test
	void aFileThatCannotBeClosedDoesNotKeepTheOthersOpen() {
		IdleFiles<OneFile> files = new IdleFiles<>(256);
		OneFile failing = new OneFile(1, true);
		OneFile other = new OneFile(2, false);
		files.put(failing);
		files.put(other);
		assertThat(FileOpener.opened(failing(1))).isEqualTo(7);
		assertThat(failing.closed).isTrue();
		assertThat(other.closed).isTrue();
		assertThat(files.take(2)).isNull();
		files.close();
	}

	@Test
	void aCacheGoesOnAfterwards() {
		IdleFiles<OneFile> files = new IdleFiles<>(256);
		assertThat(FileOpener.opened(failing(1))).isEqualTo(7);
		OneFile file = new OneFile(1, false);
		files.put(file);
		assertThat(file.closed).isFalse();
		files.close();
		assertThat(file.closed).isTrue();
	}

	@Test
	void aFileInUseStaysOpen() {
		IdleFiles<OneFile> files = new IdleFiles<>(256);
		files.put(new OneFile(1, false));
		OneFile used = files.take(1);
		assertThat(FileOpener.opened(failing(1))).isEqualTo(7);
		assertThat(used).isNotNull();
		assertThat(used.closed).isFalse();
		files.close();
	}

	@Test
	void aRemovedCacheIsNotAsked() {
		IdleCaches.add(this.cache);
		IdleCaches.remove(this.cache);
		assertThat(FileOpener.opened(failing(1))).isEqualTo(7);
		assertThat(this.closings).hasValue(0);
	}

	@Test
	void aForgottenCacheIsCollected() {
		WeakReference<IdleFiles<OneFile>> forgotten = new WeakReference<>(new IdleFiles<>(256));
		await().until(() -> {
			System.gc();
			return forgotten.get() == null;
		});
	}

	@Test
	void aSecondThreadAwaitsWhatTheFirstCloses() throws Exception {
		CountDownLatch closing = new CountDownLatch(1);
		CountDownLatch mayClose = new CountDownLatch(1);
		AtomicBoolean free = new AtomicBoolean();
		this.cache = () -> {
			closing.countDown();
			awaitUninterruptibly(mayClose);
			free.set(true);
		};
		IdleCaches.add(this.cache);
		IntSupplier call = () -> free.get() ? 7 : Errno.ENFILE.result();
		FutureTask<Integer> first = new FutureTask<>(() -> FileOpener.opened(call));
		new Thread(first).start();
		closing.await();
		FutureTask<Integer> second = new FutureTask<>(() -> FileOpener.opened(call));
		Thread thread = new Thread(second);
		thread.start();
		await().until(() -> thread.getState() == Thread.State.WAITING);
		mayClose.countDown();
		assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(7);
		assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(7);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private IntSupplier failing(int times) {
		return () -> (this.calls.incrementAndGet() <= times) ? Errno.EMFILE.result() : 7;
	}

	/** Files of a lock that tell whether they were closed. */
	private static final class OneFile implements IdleFiles.LockFiles {

		private final int key;

		private final boolean fails;

		private boolean closed;

		OneFile(int key, boolean fails) {
			this.key = key;
			this.fails = fails;
		}

		@Override
		public LockId id() {
			return new LockId(LockType.CLAIM, "file " + this.key, Path.of("/file"));
		}

		@Override
		public Object key() {
			return this.key;
		}

		@Override
		public void release() {
			close();
		}

		@Override
		public void close() {
			this.closed = true;
			if (this.fails) {
				throw new StackOverflowError("close");
			}
		}

	}

}
