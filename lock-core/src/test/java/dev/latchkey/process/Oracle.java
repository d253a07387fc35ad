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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.platform.linux.LinuxPlatform;
import dev.latchkey.internal.platforms.Platforms;

/**
 * Tells whether two processes are in a critical section at once, even if some are killed
 * in it. Inside the section a second kernel lock is tried, on a descriptor with a high
 * number: the kernel frees a dead process's locks from the highest descriptor down, so
 * this one is free before the lock that is tested. A marker in the same file is written
 * on entry and must be unchanged on exit. Besides, beginning and end of each visit are
 * logged.
 */
public final class Oracle {

	private static final int HIGH = 900;

	private final FileCalls files = calls();

	private final int descriptor;

	private final FileChannel marker;

	private final IntervalLog log;

	private long overlaps;

	private long entries;

	public Oracle(Path path) throws IOException {
		this.marker = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE);
		this.log = logOf(path);
		int low = this.files.open(NativePath.of(path));
		this.descriptor = this.files.duplicate(low, HIGH);
		this.files.close(low);
		if (this.descriptor < HIGH) {
			throw new IllegalStateException("No descriptor above " + HIGH + ": " + this.descriptor);
		}
	}

	/**
	 * Descriptors of the portable platform have no high numbers, but its locks may be
	 * those of flock(2) all the same. Others are freed at once, from the lowest
	 * descriptor up; so the oracle is opened before the lock.
	 */
	private static FileCalls calls() {
		Platform platform = Platforms.current();
		boolean flock = platform.traits().has(PlatformFeature.FLOCK) && !platform.traits().name().equals("Linux");
		return flock ? LinuxPlatform.load().files() : platform.files();
	}

	/**
	 * Return when who was in the section.
	 * @param path the oracle's file
	 */
	public static IntervalLog logOf(Path path) {
		return new IntervalLog(path.resolveSibling(path.getFileName() + ".log"));
	}

	/**
	 * Be in the critical section for a moment.
	 * @param token the fencing token of the hold
	 * @param inside what happens there
	 */
	public void visit(long token, Runnable inside) throws IOException {
		this.log.began(token);
		this.entries++;
		boolean alone = this.files.tryLock(this.descriptor) == 0;
		long mine = ProcessHandle.current().pid() * 1_000_000 + this.entries;
		write(mine);
		inside.run();
		alone &= read() == mine;
		if (!alone) {
			this.overlaps++;
		}
		if (this.files.unlock(this.descriptor) != 0) {
			throw new IllegalStateException("The oracle cannot be unlocked");
		}
		this.log.ends(token);
	}

	private void write(long value) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES).putLong(0, value);
		if (this.marker.write(buffer, 0) != Long.BYTES) {
			throw new IOException("The marker was not written");
		}
	}

	private long read() throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES);
		return (this.marker.read(buffer, 0) == Long.BYTES) ? buffer.getLong(0) : -1;
	}

	public long overlaps() {
		return this.overlaps;
	}

}
