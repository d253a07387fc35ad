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

package dev.latchkey.internal.platform.portable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time opens, removes or renames files of a simulated system: what the
 * kernel of that system does in one step takes several here.
 */
final class Turn {

	private static final long PAUSE_NANOS = 50_000;

	private @Nullable FileChannel channel;

	@CanIgnoreReturnValue
	synchronized <T> T take(Step<T> step) throws IOException {
		FileLock lock = lock();
		try {
			return step.make();
		}
		finally {
			lock.release();
		}
	}

	/** Another class loader of this JVM may have the turn, which is an exception. */
	private FileLock lock() throws IOException {
		while (true) {
			FileLock lock = tryLock();
			if (lock != null) {
				return lock;
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
	}

	/** The channel stays open: closing any channel of the file would end the lock. */
	private @Nullable FileLock tryLock() throws IOException {
		if (this.channel == null || !this.channel.isOpen()) {
			this.channel = FileChannel.open(Path.of(System.getProperty("java.io.tmpdir"), "latchkey-simulated-windows"),
					StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		try {
			return this.channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	/**
	 * What is done in one turn.
	 *
	 * @param <T> its result
	 */
	@FunctionalInterface
	interface Step<T> {

		T make() throws IOException;

	}

}
