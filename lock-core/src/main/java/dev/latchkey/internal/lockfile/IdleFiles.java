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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;

/**
 * Keeps the open files of locks that nobody in this process is using, so that the next
 * acquisition opens less. The least recently used are closed beyond a limit.
 *
 * @param <F> the files of one lock
 */
public final class IdleFiles<F extends IdleFiles.LockFiles> implements IdleCache {

	private static final int LIMIT = 256;

	/**
	 * What part of the open files of this process a cache of one file a lock may have.
	 */
	private static final int PART = 8;

	private final int limit;

	private final Map<Object, F> idle = new LinkedHashMap<>();

	private boolean closed;

	/**
	 * Keeps the files of 256 locks, or of fewer in a process that may have few files
	 * open.
	 * @param context the configuration
	 */
	public IdleFiles(LockFileContext context) {
		this(context, LIMIT);
	}

	/**
	 * Keeps the files of a number of locks, or of fewer in a process that may have few
	 * files open.
	 * @param context the configuration
	 * @param most how many locks at the most
	 */
	public IdleFiles(LockFileContext context, int most) {
		this((int) Math.min(most, context.platform().processes().mostOpenFiles() / PART));
	}

	public IdleFiles(int limit) {
		this.limit = limit;
		IdleCaches.add(this);
	}

	/**
	 * Returns a lock's identity, if its files are here; it need not be made again then.
	 * @param key what the files are kept by
	 * @return the identity, or {@code null}
	 */
	public synchronized @Nullable LockId idOf(Object key) {
		F files = this.idle.get(key);
		return (files != null) ? files.id() : null;
	}

	/**
	 * Takes the files of a lock out.
	 * @param key what the files are kept by
	 * @return the files, or {@code null} if there are none
	 */
	public synchronized @Nullable F take(Object key) {
		return this.idle.remove(key);
	}

	/**
	 * Puts files in that nobody uses any more.
	 * @param files the files, not locked
	 */
	public void put(F files) {
		F superfluous = add(files);
		if (superfluous != null) {
			closeAnyway(superfluous);
		}
	}

	/**
	 * Unlocks the files of a lock that was held, and puts them in. If that fails, they
	 * are closed, which unlocks them too.
	 * @param files the files
	 * @param unlocking unlocks them
	 */
	public void putUnlocked(F files, Runnable unlocking) {
		boolean unlocked = false;
		try {
			unlocking.run();
			unlocked = true;
			put(files);
		}
		finally {
			if (!unlocked) {
				files.close();
			}
		}
	}

	/**
	 * Lets an attempt use the files of a lock. Unless it makes a hold, which has them
	 * then, they are kept if they are certainly not locked afterwards, and closed if they
	 * may be.
	 * @param <T> the type of hold
	 * @param <E> how the attempt may fail
	 * @param key what the files are kept by
	 * @param made makes the files if they are not here
	 * @param attempt uses the files, and leaves them unlocked if it returns {@code null}
	 * @return the hold, or {@code null} if there is none
	 * @throws E if the attempt fails
	 */
	public <T, E extends Exception> @Nullable T lend(Object key, Supplier<F> made, Use<F, T, E> attempt) throws E {
		F files = takeOrMake(key, made);
		@Nullable T hold = resultOf(attempt, files);
		if (hold == null) {
			put(files);
		}
		return hold;
	}

	/**
	 * Uses the files of a lock, as {@link #lend} does, for something that makes no hold.
	 * @param <T> the type of the result
	 * @param <E> how the use may fail
	 * @param key what the files are kept by
	 * @param made makes the files if they are not here
	 * @param use uses the files, and leaves them unlocked unless it throws
	 * @return its result
	 * @throws E if the use fails
	 */
	public <T, E extends Exception> @Nullable T use(Object key, Supplier<F> made, Use<F, T, E> use) throws E {
		F files = takeOrMake(key, made);
		@Nullable T result = resultOf(use, files);
		put(files);
		return result;
	}

	private F takeOrMake(Object key, Supplier<F> made) {
		F files = take(key);
		return (files != null) ? files : made.get();
	}

	private <T, E extends Exception> @Nullable T resultOf(Use<F, T, E> use, F files) throws E {
		try {
			return use.of(files);
		}
		catch (Throwable ex) {
			try {
				files.release();
			}
			finally {
				put(files);
			}
			throw ex;
		}
	}

	private static void closeAnyway(LockFiles files) {
		try {
			files.close();
		}
		catch (Throwable ex) {
			// It is not locked, and whoever puts it here may just have a lock.
			IdleCaches.report("The idle files of the " + files.id() + " cannot be closed", ex);
		}
	}

	private synchronized @Nullable F add(F files) {
		if (this.closed) {
			return files;
		}
		F replaced = this.idle.put(files.key(), files);
		if (replaced != null || this.idle.size() <= this.limit) {
			return replaced;
		}
		return this.idle.remove(this.idle.keySet().iterator().next());
	}

	@Override
	public void closeIdle() {
		takeAll().forEach(IdleFiles::closeAnyway);
	}

	/**
	 * Closes all that is kept, and keeps nothing from now on.
	 */
	public void close() {
		IdleCaches.remove(this);
		keepNothing();
		takeAll().forEach(LockFiles::close);
	}

	private synchronized void keepNothing() {
		this.closed = true;
	}

	private synchronized List<F> takeAll() {
		List<F> all = List.copyOf(this.idle.values());
		this.idle.clear();
		return all;
	}

	/**
	 * The open files of one lock, which may be used again.
	 */
	public interface LockFiles {

		/**
		 * Returns which lock they are of.
		 * @return the identity of the lock
		 */
		LockId id();

		/**
		 * Returns what they are kept by.
		 * @return the name or the path of the lock; its path, if not said otherwise
		 */
		default Object key() {
			return id().path();
		}

		/**
		 * Closes the files, which may be locked, and unlocks them.
		 */
		void release();

		/**
		 * Closes the files, which are not locked.
		 */
		void close();

	}

	/**
	 * Something that is done with the files of a lock.
	 *
	 * @param <F> the files
	 * @param <T> its result
	 * @param <E> how it may fail
	 */
	public interface Use<F, T, E extends Exception> {

		/**
		 * Does it.
		 * @param files the files
		 * @return the result
		 * @throws E if it fails
		 */
		@Nullable T of(F files) throws E;

	}

}
