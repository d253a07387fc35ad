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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.pack.PackLocks;

/**
 * One acquisition and release that nobody else wants.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CycleBenchmark {

	static final String DIRECTORY = "latchkey.benchmark.directory";

	/** A lock that another process has. */
	static final String BUSY = "busy";

	/** As much as the C program writes. */
	private static final int CONTENT_SIZE = 32;

	private final Path directory = Path.of(System.getProperty(DIRECTORY));

	private final byte[] content = new byte[CONTENT_SIZE];

	private final LockRuntime runtime = LockRuntime.builder().build();

	private final ClaimDirectory claims = ClaimDirectory.open(this.directory, this.runtime);

	private final ClaimDirectory watchedClaims = ClaimDirectory.open(this.directory,
			LockRuntime.builder().listeners(List.of(new ActiveLocks())).build());

	private final ClaimDirectory uncachedClaims = ClaimDirectory.open(this.directory, this.runtime);

	private final NamedLocks namedLocks = new NamedLocks(this.runtime, this.directory, LockOptions.defaults());

	private final NamedLock named = this.namedLocks.lock("named");

	private final NamedLock busyNamed = this.namedLocks.lock(BUSY);

	private final KeptChannel kept = KeptChannel.open(MeasuredLock.KEPT_CHANNEL.file(this.directory, "kept"));

	private final KeptChannel busyKept = KeptChannel.open(MeasuredLock.KEPT_CHANNEL.file(this.directory, BUSY));

	private final CrossProcessLock<LockHold> pack = new PackLockFiles(this.runtime, PackLocks.FILE_NAME)
		.pack(this.directory);

	private final Path file = this.directory.resolve("jdk.lock");

	private final HeldFileLocks heldFiles = new HeldFileLocks(this.runtime, LockOptions.defaults());

	private final Path heldFile = this.directory.resolve("held.lock");

	private final Path busyFile = MeasuredLock.HELD_FILE.file(this.directory, BUSY);

	private final Path newFile = this.directory.resolve("jdk-new.lock");

	/** As much as a held file lock's record. */
	private final ByteBuffer heldRecord = ByteBuffer.wrap(new byte[178]);

	/**
	 * Prepares: a closed directory keeps no files open between acquisitions.
	 */
	public CycleBenchmark() {
		Arrays.fill(this.content, (byte) 'x');
		this.uncachedClaims.close();
	}

	/**
	 * A named lock.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean named() {
		try (LockHold hold = this.named.tryAcquire().orElseThrow()) {
			return hold.isHeld();
		}
	}

	/**
	 * A named lock, whose release tells whether it was held all the time.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public long namedChecked() {
		LockHold hold = this.named.tryAcquire().orElseThrow();
		hold.closeHeld();
		return hold.fencingToken();
	}

	/**
	 * A try to acquire a named lock that another process has.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean namedBusy() {
		return requireBusy(this.busyNamed.tryAcquire().isPresent());
	}

	/**
	 * The floor: the JDK's lock on a file that stays open.
	 * @return what JMH must not optimise away
	 * @throws IOException if it fails
	 */
	@Benchmark
	public boolean keptChannel() throws IOException {
		try (MeasuredLock.Held held = this.kept.acquire()) {
			return held != null;
		}
	}

	/**
	 * A try to acquire the JDK's lock that another process has.
	 * @return what JMH must not optimise away
	 * @throws IOException if it fails
	 */
	@Benchmark
	public boolean keptChannelBusy() throws IOException {
		return requireBusy(this.busyKept.tryAcquire());
	}

	private static boolean requireBusy(boolean acquired) {
		if (acquired) {
			throw new IllegalStateException("The lock was free");
		}
		return true;
	}

	/**
	 * A pack lock.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean pack() {
		try (LockHold hold = this.pack.tryAcquire().orElseThrow()) {
			return hold.isHeld();
		}
	}

	/**
	 * A claim whose files are kept open.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean claim() {
		return cycle(this.claims, "cached");
	}

	/**
	 * The same with the active locks listening.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean claimWithActiveLocks() {
		return cycle(this.watchedClaims, "watched");
	}

	/**
	 * A claim whose files are opened and closed each time.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean claimUncached() {
		return cycle(this.uncachedClaims, "uncached");
	}

	private boolean cycle(ClaimDirectory directory, String key) {
		try (ClaimHold claim = directory.claim(key, this.content).tryAcquire().orElseThrow()) {
			return claim.isHeld();
		}
	}

	/**
	 * The JDK's own way, which excludes other processes too.
	 * @return what JMH must not optimise away
	 * @throws IOException if it fails
	 */
	@Benchmark
	public boolean fileChannel() throws IOException {
		try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock lock = channel.tryLock()) {
			return lock.isValid();
		}
	}

	/**
	 * A held file lock.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean heldFile() {
		try (LockHold hold = this.heldFiles.lock(this.heldFile).tryAcquire().orElseThrow()) {
			return hold.isHeld();
		}
	}

	/**
	 * The JDK's own way to a file that is there while its lock is held.
	 * @return what JMH must not optimise away
	 * @throws IOException if it fails
	 */
	@Benchmark
	public boolean newFileChannel() throws IOException {
		boolean valid;
		try (FileChannel channel = FileChannel.open(this.newFile, StandardOpenOption.CREATE_NEW,
				StandardOpenOption.WRITE); FileLock lock = channel.tryLock()) {
			int written = channel.write(this.heldRecord.rewind());
			valid = written > 0 && lock.isValid();
		}
		Files.delete(this.newFile);
		return valid;
	}

	/**
	 * A look at a held file lock that nobody has.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean inspectFree() {
		return inspect(this.heldFile, LockState.FREE);
	}

	/**
	 * A look at a held file lock that another process has.
	 * @return what JMH must not optimise away
	 */
	@Benchmark
	public boolean inspectBusy() {
		return inspect(this.busyFile, LockState.HELD);
	}

	private boolean inspect(Path path, LockState expected) {
		LockState state = this.heldFiles.lock(path).inspect().state();
		if (state != expected) {
			throw new IllegalStateException(path + " is " + state);
		}
		return true;
	}

}
