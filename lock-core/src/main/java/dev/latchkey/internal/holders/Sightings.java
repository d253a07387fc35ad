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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Remembers since when each file looks as it does, by the monotonic clock.
 */
public final class Sightings {

	private static final int MOST_REMEMBERED = 10_000;

	private final LongSupplier nanoTime;

	private final Map<Path, Sighting> sightings = new LinkedHashMap<>();

	/**
	 * Creates a memory of nothing yet.
	 */
	public Sightings() {
		this(System::nanoTime);
	}

	Sightings(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Returns for how long a file has been seen as it is now.
	 * @param path the file's path
	 * @param inode its inode number
	 * @param stamp what changes when the file does
	 * @return nanoseconds since it was first seen so, 0 if that is now
	 */
	public synchronized long nanosOf(Path path, long inode, long stamp) {
		long now = this.nanoTime.getAsLong();
		Sighting before = this.sightings.remove(path);
		Sighting sighting = (before != null && before.isOf(inode, stamp)) ? before : new Sighting(inode, stamp, now);
		this.sightings.put(path, sighting);
		if (this.sightings.size() > MOST_REMEMBERED) {
			this.sightings.remove(this.sightings.keySet().iterator().next());
		}
		return now - sighting.nanoTime;
	}

	/**
	 * Forgets a file: it looks as if it were seen for the first time next.
	 * @param path the file's path
	 */
	public synchronized void forget(Path path) {
		this.sightings.remove(path);
	}

	private record Sighting(long inode, long stamp, long nanoTime) {

		boolean isOf(long inode, long stamp) {
			return this.inode == inode && this.stamp == stamp;
		}

	}

}
