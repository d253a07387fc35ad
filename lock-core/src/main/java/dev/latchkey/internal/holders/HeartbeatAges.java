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

package dev.latchkey.internal.holders;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * Tells how long ago a lock file was touched, where only that tells whether its holder
 * lives.
 *
 * <p>
 * On a local filesystem the clock that stamps the file is ours, so the stamp tells. A
 * stamp in the future does not, nor does one that another machine's clock has made: then
 * we watch, with our own monotonic clock, how long the file has not changed. What was
 * seen is remembered from one look to the next.
 *
 * <p>
 * When the clock is set, or the machine sleeps, stamps made before say nothing: a living
 * holder has had no time to touch its file by the new clock. Between two looks the wall
 * clock is compared with the monotonic one, and no file is older than the last step.
 */
public final class HeartbeatAges {

	private static final long MICROS_PER_SECOND = 1_000_000;

	private final LongSupplier nanoTime;

	private final LongSupplier wallMicros;

	private long lastNanos;

	private long lastWallMicros;

	private long longestAgeNanos = Long.MAX_VALUE;

	private final Sightings sightings;

	public HeartbeatAges() {
		this(System::nanoTime, FencingToken::now);
	}

	public HeartbeatAges(LongSupplier nanoTime, LongSupplier wallMicros) {
		this.nanoTime = nanoTime;
		this.wallMicros = wallMicros;
		this.sightings = new Sightings(nanoTime);
		this.lastNanos = nanoTime.getAsLong();
		this.lastWallMicros = wallMicros.getAsLong();
	}

	/**
	 * Returns how long ago a file was touched.
	 * @param path the file's path
	 * @param file the open file
	 * @param local whether the file is stamped by this machine's clock
	 * @return the time since then, or since we first saw it like this
	 */
	public Duration of(Path path, OpenLockFile file, boolean local) {
		long stamp = file.modifiedMicros();
		long wallMicros = this.wallMicros.getAsLong();
		long age = wallMicros - stamp;
		long longestNanos = sinceStep(wallMicros);
		if (local && age >= 0) {
			return Duration.ofNanos(Math.min(longestNanos, Duration.of(age, ChronoUnit.MICROS).toNanos()));
		}
		return Duration.ofNanos(this.sightings.nanosOf(path, file.inode(), stamp));
	}

	/**
	 * Returns how long ago the wall clock was seen to step, or how long ago that can have
	 * been at the least. A clock that is slewed goes 0.05 % faster or slower.
	 */
	private synchronized long sinceStep(long wallMicros) {
		long now = this.nanoTime.getAsLong();
		long passed = now - this.lastNanos;
		long stepped = Math.abs(wallMicros - this.lastWallMicros - passed / 1_000);
		if (stepped > MICROS_PER_SECOND + passed / 1_000_000) {
			this.longestAgeNanos = 0;
		}
		else if (this.longestAgeNanos < Long.MAX_VALUE - passed) {
			this.longestAgeNanos += passed;
		}
		this.lastNanos = now;
		this.lastWallMicros = wallMicros;
		return this.longestAgeNanos;
	}

}
