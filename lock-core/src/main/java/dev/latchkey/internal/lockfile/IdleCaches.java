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

package dev.latchkey.internal.lockfile;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * All caches of open files of this JVM. A cache that is in no use any more need not be
 * removed: it is not kept from being collected.
 */
public final class IdleCaches {

	private static final Logger logger = System.getLogger(IdleCaches.class.getName());

	/** A thread that comes second finds the files closed when it has this. */
	private static final ReentrantLock closing = new ReentrantLock();

	private static final Set<IdleCache> all = Collections.newSetFromMap(new WeakHashMap<>());

	private IdleCaches() {
	}

	/**
	 * Adds a cache, whose files are closed when descriptors run out.
	 * @param cache the cache
	 */
	public static void add(IdleCache cache) {
		synchronized (all) {
			all.add(cache);
		}
	}

	/**
	 * Removes a cache that keeps nothing open any more.
	 * @param cache the cache
	 */
	public static void remove(IdleCache cache) {
		synchronized (all) {
			all.remove(cache);
		}
	}

	/**
	 * Closes the files of all caches that are in no use. When this returns, those that
	 * another thread was closing are closed too.
	 */
	static void closeAll() {
		closing.lock();
		try {
			current().forEach(IdleCaches::close);
		}
		finally {
			closing.unlock();
		}
	}

	private static List<IdleCache> current() {
		synchronized (all) {
			return List.copyOf(all);
		}
	}

	private static void close(IdleCache cache) {
		try {
			cache.closeIdle();
		}
		catch (Throwable ex) {
			// The others may close enough.
			report("The idle files of a cache cannot be closed", ex);
		}
	}

	/**
	 * Logs a problem, if the log needs nothing that this process has run out of.
	 * @param message what has not come about
	 * @param problem why
	 */
	static void report(String message, Throwable problem) {
		try {
			logger.log(Level.WARNING, message, problem);
		}
		catch (Throwable ex) {
			// Nothing depends on it.
		}
	}

}
