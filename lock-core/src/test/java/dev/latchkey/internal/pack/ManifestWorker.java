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

package dev.latchkey.internal.pack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import dev.latchkey.CrossProcessLock;
import dev.latchkey.LockHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.pack.ManifestLocks;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that reads or writes a manifest, as it is told.
 */
final class ManifestWorker {

	private final ManifestLocks locks;

	private @Nullable LockHold hold;

	private ManifestWorker(ManifestLocks locks) {
		this.locks = locks;
	}

	public static void main(String[] arguments) {
		PackLocks packs = new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME);
		ManifestWorker worker = new ManifestWorker(packs.manifest(Path.of(arguments[0])));
		ForkedJvm.reply("ready");
		for (String line = ForkedJvm.awaitCommand(); line != null; line = ForkedJvm.awaitCommand()) {
			ForkedJvm.reply(worker.obey(line));
		}
	}

	private String obey(String command) {
		return switch (command) {
			case "shared" -> tryAcquire(this.locks.shared());
			case "exclusive" -> tryAcquire(this.locks.exclusive());
			case "release" -> release();
			case "read all the time" -> readAllTheTime();
			case "wait to read" -> await(this.locks.shared());
			case "wait to write" -> {
				ForkedJvm.reply("waiting");
				yield await(this.locks.exclusive());
			}
			default -> throw new IllegalArgumentException(command);
		};
	}

	private String tryAcquire(CrossProcessLock<LockHold> lock) {
		this.hold = lock.tryAcquire().orElse(null);
		return (this.hold != null) ? "held" : "busy";
	}

	private String await(CrossProcessLock<LockHold> lock) {
		try {
			this.hold = lock.acquire(Duration.ofMinutes(1));
			return "held";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Some threads whose reading overlaps, so that there is no moment without one. */
	private String readAllTheTime() {
		CountDownLatch reading = new CountDownLatch(3);
		for (int i = 0; i < 3; i++) {
			Thread reader = new Thread(() -> {
				while (true) {
					read(reading);
				}
			});
			reader.setDaemon(true);
			reader.start();
		}
		try {
			reading.await();
			return "reading";
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void read(CountDownLatch reading) {
		try (LockHold hold = this.locks.shared().acquire(Duration.ofMinutes(1))) {
			hold.requireHeld();
			reading.countDown();
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(50_000_000, 150_000_000));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String release() {
		if (this.hold != null) {
			this.hold.close();
		}
		return "released";
	}

}
