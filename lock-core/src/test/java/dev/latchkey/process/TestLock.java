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

package dev.latchkey.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.LockOptions;
import dev.latchkey.LockType;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLock;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.internal.pidfile.PidFileLock;
import dev.latchkey.internal.writer.WriterLocks;
import dev.latchkey.pack.PackLocks;

/**
 * One lock of any kind, so that a test can be written once for all.
 */
public interface TestLock extends AutoCloseable {

	Optional<? extends LockHold> tryAcquire();

	LockHold acquire(Duration time) throws InterruptedException;

	/** The file that waiters of other processes wait for. */
	Path file();

	/** Close what is kept open between two holds. */
	@Override
	void close();

	/**
	 * Return the name of the file that waiters of other processes wait for.
	 * @param type the lock type
	 * @return the name
	 */
	static String fileName(LockType type) {
		return switch (type) {
			case CLAIM, WRITER -> "job.lock";
			case NAMED -> "job.flock";
			case HELD_FILE -> "job.held";
			case PID_FILE -> "job.pid";
			case PACK -> PackLocks.FILE_NAME;
			case REGISTRY -> throw new IllegalArgumentException("It has no file");
		};
	}

	/**
	 * Return a lock of a kind.
	 * @param type the kind
	 * @param directory where its files are
	 * @param listener who hears of it
	 * @return the lock
	 */
	static TestLock of(LockType type, Path directory, LockListener listener) {
		return of(type, directory, LockRuntime.builder().listeners(List.of(listener)).build());
	}

	/**
	 * Return a lock of a kind.
	 * @param type the kind
	 * @param directory where its files are
	 * @param runtime the runtime
	 * @return the lock
	 */
	static TestLock of(LockType type, Path directory, LockRuntime runtime) {
		return switch (type) {
			case CLAIM -> new OfClaim(ClaimDirectory.open(directory, runtime));
			case NAMED -> new OfNamed(new NamedLocks(runtime, directory, LockOptions.defaults()));
			case HELD_FILE ->
				new OfHeldFile(new HeldFileLocks(runtime, LockOptions.defaults()), directory.resolve("job.held"));
			case WRITER -> new OfWriter(new WriterLocks(runtime, LockOptions.defaults()), directory);
			case PID_FILE -> new OfPidFile(new PidFileLock(runtime, directory.resolve("job.pid")));
			case PACK -> OfPack.in(directory, runtime);
			case REGISTRY -> throw new IllegalArgumentException("It is not of lock-core");
		};
	}

	record OfClaim(ClaimDirectory claims) implements TestLock {

		@Override
		public Optional<? extends LockHold> tryAcquire() {
			return this.claims.claim("job", content()).tryAcquire();
		}

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.claims.claim("job", content()).acquire(time);
		}

		@Override
		public Path file() {
			return this.claims.path().resolve("job.lock");
		}

		@Override
		public void close() {
			this.claims.close();
		}

		private static byte[] content() {
			return Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
		}

	}

	record OfNamed(NamedLocks locks) implements TestLock {

		@Override
		public Optional<? extends LockHold> tryAcquire() {
			return this.locks.lock("job").tryAcquire();
		}

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.locks.lock("job").acquire(time);
		}

		@Override
		public Path file() {
			return this.locks.lock("job").id().path();
		}

		@Override
		public void close() {
			this.locks.close();
		}

	}

	record OfHeldFile(HeldFileLocks locks, Path file) implements TestLock {

		@Override
		public Optional<? extends LockHold> tryAcquire() {
			return this.locks.lock(this.file).tryAcquire();
		}

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.locks.lock(this.file).acquire(time);
		}

		@Override
		public void close() {
			this.locks.close();
		}

	}

	record OfWriter(WriterLocks locks, Path directory) implements TestLock {

		@Override
		public Optional<? extends LockHold> tryAcquire() {
			return this.locks.lock(this.directory.resolve("job")).tryAcquire();
		}

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.locks.lock(this.directory.resolve("job")).acquire(time);
		}

		@Override
		public Path file() {
			return this.directory.resolve("job.lock");
		}

		@Override
		public void close() {
		}

	}

	record OfPidFile(PidFileLock pidFile) implements TestLock {

		@Override
		public Optional<? extends LockHold> tryAcquire() {
			return this.pidFile.tryAcquire();
		}

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.pidFile.acquire(time);
		}

		@Override
		public Path file() {
			return this.pidFile.path();
		}

		@Override
		public void close() {
		}

	}

	record OfPack(PackLockFiles locks, PackLock lock, Path file) implements TestLock {

		/** A pack is there before it is locked. */
		static OfPack in(Path directory, LockRuntime runtime) {
			try {
				Files.createDirectory(directory);
			}
			catch (IOException ex) {
				// It is there, or cannot be made: the lock tells.
			}
			PackLockFiles locks = new PackLockFiles(runtime, PackLocks.FILE_NAME);
			return new OfPack(locks, locks.pack(directory), directory.resolve(PackLocks.FILE_NAME));
		}

		@Override
		public Optional<? extends LockHold> tryAcquire() {
			return this.lock.tryAcquire();
		}

		@Override
		public LockHold acquire(Duration time) throws InterruptedException {
			return this.lock.acquire(time);
		}

		@Override
		public void close() {
			this.locks.close();
		}

	}

}
