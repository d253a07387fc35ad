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

import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * Remembers which stalls have been reported, so that each is reported once. A stall is
 * one hold that has not been touched since one time: a holder that goes on and stalls
 * again is reported again, and so is the next holder.
 */
public final class ReportedStalls {

	private static final int MOST_REMEMBERED = 10_000;

	private final Map<Path, Stall> reported = new LinkedHashMap<>();

	/**
	 * Notes a stalled holder.
	 * @param path the lock's file
	 * @param file the open file of its holder
	 * @return whether it has not been reported yet
	 */
	public boolean isNew(Path path, OpenLockFile file) {
		return isNew(path, file.inode(), file.modifiedMicros());
	}

	/**
	 * Notes a stalled holder.
	 * @param path the lock's file
	 * @param hold tells the hold from others of the lock
	 * @param stamp when the holder showed last that it lives
	 * @return whether it has not been reported yet
	 */
	public boolean isNew(Path path, long hold, long stamp) {
		return isNew(path, new Stall(hold, stamp));
	}

	private synchronized boolean isNew(Path path, Stall stall) {
		boolean isNew = !stall.equals(this.reported.remove(path));
		this.reported.put(path, stall);
		if (this.reported.size() > MOST_REMEMBERED) {
			this.reported.remove(this.reported.keySet().iterator().next());
		}
		return isNew;
	}

	/**
	 * A holder that has stalled.
	 *
	 * @param hold its file or its token
	 * @param stamp when it showed last that it lives
	 */
	private record Stall(long hold, long stamp) {
	}

}
