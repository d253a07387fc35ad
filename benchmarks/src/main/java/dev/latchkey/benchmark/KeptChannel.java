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

package dev.latchkey.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The least that a lock between processes costs with the JDK alone: an open
 * {@link FileChannel}, locked by one thread at a time.
 */
final class KeptChannel implements MeasuredLock.Held {

	private final FileChannel channel;

	private final ReentrantLock guard = new ReentrantLock();

	private @Nullable FileLock lock;

	private KeptChannel(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Opens a file, which is made if it is missing.
	 * @param file the file
	 * @return the lock
	 */
	static KeptChannel open(Path file) {
		try {
			return new KeptChannel(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Acquires the lock.
	 * @return this, to be closed to release the lock
	 */
	MeasuredLock.Held acquire() throws IOException {
		this.guard.lock();
		this.lock = this.channel.lock();
		return this;
	}

	/**
	 * Acquires the lock if it is free.
	 * @return whether it is held now
	 */
	boolean tryAcquire() throws IOException {
		if (!this.guard.tryLock()) {
			return false;
		}
		this.lock = this.channel.tryLock();
		if (this.lock == null) {
			this.guard.unlock();
		}
		return this.lock != null;
	}

	/**
	 * Acquires the lock once.
	 * @return what is held; the file is closed when it is
	 */
	MeasuredLock.Held acquireAndCloseLater() throws IOException {
		MeasuredLock.Held held = acquire();
		return () -> {
			held.close();
			this.channel.close();
		};
	}

	@Override
	public void close() throws IOException {
		FileLock lock = this.lock;
		if (lock != null) {
			this.lock = null;
			lock.release();
			this.guard.unlock();
		}
	}

}
