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
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.claim.ClaimDirectory;

/**
 * One of two JVMs that pass a lock back and forth. Each holds it for about two
 * milliseconds, so that the other is waiting, and after its release waits until the other
 * has it. {@code locks.c} does the same. Both read the same monotonic clock.
 */
final class HandOverPeer {

	/** What the two share: who is ready, who holds, and when it was released last. */
	static final int SHARED_SIZE = 32;

	static final String OCCUPIED = "occupied";

	private static final int HOLDER = 16;

	private static final int RELEASED_AT = 24;

	private static final int WARM_UP_CYCLES = 30_000;

	private static final int SHORT_HOLD_MICROS = 100;

	private static final int LOOK_MICROS = 50;

	private final MeasuredLock.Locks locks;

	private final MappedByteBuffer shared;

	private final int self;

	private final int warmUp;

	private final long[] results;

	private HandOverPeer(MeasuredLock.Locks locks, MappedByteBuffer shared, int self, int warmUp, int samples) {
		this.locks = locks;
		this.shared = shared;
		this.self = self;
		this.warmUp = warmUp;
		this.results = new long[samples];
	}

	/**
	 * Runs a peer.
	 * @param arguments the way to wait, the directory, the shared file, which of the two
	 * this is (0 or 1), and how many samples to take
	 */
	public static void main(String[] arguments) throws Exception {
		WaitMode mode = WaitMode.valueOf(arguments[0]);
		LockRuntime.Builder defaults = LockRuntime.builder();
		LockRuntime runtime = ((mode == WaitMode.POLL) ? defaults.maxNativeWaiters(1) : defaults).build();
		Path directory = Path.of(arguments[1]);
		ClaimDirectory claims = ClaimDirectory.open(directory, runtime);
		MeasuredLock.Locks locks = (mode.type == MeasuredLock.CLAIM)
				? (key) -> claims.claim(key, new byte[32]).acquire()::close : mode.type.open(directory);
		HandOverPeer peer = new HandOverPeer(locks, map(Path.of(arguments[2])), Integer.parseInt(arguments[3]),
				mode.warmUp, Integer.parseInt(arguments[4]));
		if (mode == WaitMode.POLL) {
			occupyTheNativePlace(claims);
		}
		ExecutorService executor = (mode == WaitMode.VIRTUAL) ? virtualThreads() : Executors.newSingleThreadExecutor();
		executor.submit(() -> {
			peer.run();
			return peer;
		}).get();
		for (long nanos : peer.results) {
			System.out.println(nanos);
		}
		// The occupying thread waits indefinitely.
		Runtime.getRuntime().halt(0);
	}

	private static MappedByteBuffer map(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			MappedByteBuffer shared = channel.map(MapMode.READ_WRITE, 0, SHARED_SIZE);
			shared.order(ByteOrder.nativeOrder());
			return shared;
		}
	}

	/** Waits for a claim that whoever started this process holds. */
	private static void occupyTheNativePlace(ClaimDirectory claims) throws InterruptedException {
		Thread thread = new Thread(() -> {
			try (ClaimHold claim = claims.claim(OCCUPIED, new byte[0]).acquire()) {
				throw new IllegalStateException("Nobody held " + claim);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}, "occupant");
		thread.setDaemon(true);
		thread.start();
		Thread.sleep(200);
	}

	/** They came with Java 21; this is compiled for 17. */
	private static ExecutorService virtualThreads() throws ReflectiveOperationException {
		return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

	private void run() throws IOException, InterruptedException {
		for (int i = 0; i < WARM_UP_CYCLES; i++) {
			this.locks.acquire("warm-up-" + this.self).close();
		}
		this.shared.putLong(Long.BYTES * this.self, 1);
		while (this.shared.getLong(Long.BYTES * (1 - this.self)) == 0) {
			Thread.sleep(1);
		}
		for (int i = 0; i < this.warmUp; i++) {
			pass(SHORT_HOLD_MICROS);
		}
		for (int i = 0; i < this.results.length; i++) {
			this.results[i] = pass(1500 + i * 37 % 1000);
		}
	}

	@CanIgnoreReturnValue
	private long pass(int holdMicros) throws IOException, InterruptedException {
		while (this.shared.getLong(HOLDER) == this.self) {
			pauseMicros(LOOK_MICROS);
		}
		MeasuredLock.Held held = this.locks.acquire("handover");
		long nanos = System.nanoTime() - this.shared.getLong(RELEASED_AT);
		this.shared.putLong(HOLDER, this.self);
		pauseMicros(holdMicros);
		this.shared.putLong(RELEASED_AT, System.nanoTime());
		held.close();
		return nanos;
	}

	/** Unlike Thread.sleep in Java 17, this does not round up to a millisecond. */
	private static void pauseMicros(int micros) {
		LockSupport.parkNanos(1000L * micros);
	}

	/**
	 * Which lock is waited for, and how.
	 */
	enum WaitMode {

		PLATFORM(MeasuredLock.CLAIM, 5000), VIRTUAL(MeasuredLock.CLAIM, 5000), POLL(MeasuredLock.CLAIM, 500),
		HELD_FILE(MeasuredLock.HELD_FILE, 5000), NAMED(MeasuredLock.NAMED, 5000),
		KEPT_CHANNEL(MeasuredLock.KEPT_CHANNEL, 5000), FLOCK(MeasuredLock.FLOCK, 5000);

		private final MeasuredLock type;

		/** Hand-overs that are not measured; polling ones take long. */
		private final int warmUp;

		WaitMode(MeasuredLock type, int warmUp) {
			this.type = type;
			this.warmUp = warmUp;
		}

	}

}
