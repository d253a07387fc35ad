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
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;

import com.sun.jna.Native;
import org.jspecify.annotations.Nullable;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativeBuffers;
import dev.latchkey.internal.platform.NativePath;

/**
 * Locks of files by flock(2) itself. An opening has a descriptor of its own, which no
 * child process inherits, and other code may open and close the file.
 */
final class FlockLocks implements FileLocks {

	private final PosixNumbers numbers;

	private final NativeBuffers statuses = new NativeBuffers(StatLayout.ROOM);

	private FlockLocks(PosixNumbers numbers) {
		this.numbers = numbers;
	}

	/**
	 * Links the native calls.
	 * @return the locks
	 * @throws UnsupportedPlatformException if the native calls cannot be reached
	 */
	static FlockLocks load() {
		PosixNumbers numbers = PosixNumbers.current();
		try {
			// Closes nothing, but links the functions.
			PosixLibc.close(Opening.CLOSED);
			return new FlockLocks(numbers);
		}
		catch (LinkageError ex) {
			throw new UnsupportedPlatformException(
					"The function flock cannot be reached through JNA: " + LinkageFailures.describe(ex) + ".",
					"Add net.java.dev.jna:jna to the application, start the JVM with "
							+ "--enable-native-access=ALL-UNNAMED if it denies native access, and let the system "
							+ "property jna.tmpdir name a directory that is writable and allows execution. Or start all "
							+ "applications that share locks with the system property latchkey.platform=portable: they "
							+ "exclude each other then, and no others.",
					ex);
		}
	}

	@Override
	public FileLocks.Opening open(Path path) throws IOException {
		NativePath encoded = NativePath.of(path);
		int descriptor = open(encoded, PosixLibc.O_RDWR);
		boolean writable = !Errno.EACCES.is(descriptor);
		if (!writable) {
			descriptor = open(encoded, PosixLibc.O_RDONLY);
		}
		if (descriptor < 0) {
			throw failure(descriptor);
		}
		try {
			return new Opening(this, descriptor, writable);
		}
		catch (IOException ex) {
			PosixLibc.close(descriptor);
			throw ex;
		}
	}

	private int open(NativePath path, int mode) {
		try {
			return result(PosixLibc.open(path.address(), this.numbers.openFlags() | mode));
		}
		finally {
			Reference.reachabilityFence(path);
		}
	}

	/**
	 * {@inheritDoc} If the name is given to another file at that moment, that one is
	 * opened.
	 */
	@Override
	public FileLocks.Opening create(Path path, FileAttribute<?>... attributes) throws IOException {
		return open(Files.createFile(path, attributes));
	}

	private void status(int descriptor, FileStatus into) throws IOException {
		NativeBuffer buffer = this.statuses.take(StatLayout.ROOM);
		long unused = checked(PosixLibc.fstat(descriptor, buffer.address()));
		this.numbers.stat().read(buffer.bytes(), into);
		this.statuses.give(buffer);
	}

	/** The error number is that of the last call of this thread. */
	private int result(long returned) {
		return (returned >= 0) ? (int) returned : this.numbers.failure(Native.getLastError());
	}

	private int checked(long returned) throws IOException {
		int result = result(returned);
		if (result < 0) {
			throw failure(result);
		}
		return result;
	}

	/** Failures are told by their text, as the JDK does. */
	private static IOException failure(int result) {
		return new IOException(Errno.describe(result));
	}

	/**
	 * A descriptor. Its monitor sees to it that no call gets a number that was closed
	 * meanwhile, and perhaps given to another file.
	 */
	static final class Opening implements FileLocks.Opening {

		private static final int CLOSED = -1;

		private final FlockLocks locks;

		private final boolean writable;

		private final Object key;

		private int descriptor;

		/** Whether the lock is shared, if there is one. */
		private @Nullable Boolean shared;

		private Opening(FlockLocks locks, int descriptor, boolean writable) throws IOException {
			this.locks = locks;
			this.descriptor = descriptor;
			this.writable = writable;
			FileStatus status = new FileStatus();
			locks.status(descriptor, status);
			this.key = List.of(status.device(), status.inode());
		}

		@Override
		public Object key() {
			return this.key;
		}

		@Override
		public boolean isWritable() {
			return this.writable;
		}

		@Override
		public synchronized boolean tryLock(boolean shared) throws IOException {
			if (Boolean.valueOf(shared).equals(this.shared)) {
				return true;
			}
			// Linux releases a lock that it refuses to convert, macOS keeps it.
			unlock();
			int operation = (shared ? PosixLibc.LOCK_SH : PosixLibc.LOCK_EX) | PosixLibc.LOCK_NB;
			int result = this.locks.result(PosixLibc.flock(this.descriptor, operation));
			if (Errno.EAGAIN.is(result)) {
				return false;
			}
			if (result < 0) {
				throw failure(result);
			}
			this.shared = shared;
			return true;
		}

		@Override
		public synchronized void unlock() throws IOException {
			if (this.shared != null) {
				this.shared = null;
				int unused = this.locks.checked(PosixLibc.flock(this.descriptor, PosixLibc.LOCK_UN));
			}
		}

		@Override
		public synchronized int read(NativeBuffer into, int length, long offset) throws IOException {
			try {
				return this.locks.checked(PosixLibc.pread(this.descriptor, into.address(), length, offset));
			}
			finally {
				Reference.reachabilityFence(into);
			}
		}

		@Override
		public synchronized int write(NativeBuffer from, int length, long offset) throws IOException {
			try {
				return this.locks.checked(PosixLibc.pwrite(this.descriptor, from.address(), length, offset));
			}
			finally {
				Reference.reachabilityFence(from);
			}
		}

		@Override
		public synchronized void truncate(long size) throws IOException {
			int unused = this.locks.checked(PosixLibc.ftruncate(this.descriptor, size));
		}

		@Override
		public synchronized void sync() throws IOException {
			int unused = this.locks.checked(PosixLibc.fsync(this.descriptor));
		}

		@Override
		public long size() throws IOException {
			FileStatus status = new FileStatus();
			boolean unused = tell(status);
			return status.size();
		}

		@Override
		public synchronized boolean tell(FileStatus into) throws IOException {
			this.locks.status(this.descriptor, into);
			return true;
		}

		@Override
		public synchronized void close() throws IOException {
			if (this.descriptor != CLOSED) {
				try {
					unlock();
				}
				finally {
					PosixLibc.close(this.descriptor);
					this.descriptor = CLOSED;
				}
			}
		}

	}

}
