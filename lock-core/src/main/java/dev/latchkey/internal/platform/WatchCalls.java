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

package dev.latchkey.internal.platform;

/**
 * How the system tells that files change. Results below zero are negated error numbers;
 * see {@link Errno}. A system that cannot implements nothing, and waits for a change
 * poll.
 */
public interface WatchCalls {

	/**
	 * Makes a watcher. A user may have few of them, so a process makes one.
	 * @return its descriptor
	 */
	default int open() {
		return Errno.ENOSYS.result();
	}

	/**
	 * Watches an open file for changes of its content, and for the loss of its name.
	 * Watching it again gives the same number.
	 * @param watcher the watcher
	 * @param descriptor the open file
	 * @return the number of the watch
	 */
	default int watchContent(int watcher, int descriptor) {
		return Errno.ENOSYS.result();
	}

	/**
	 * Watches a directory for names that come.
	 * @param watcher the watcher
	 * @param directory the directory
	 * @return the number of the watch
	 */
	default int watchNames(int watcher, NativePath directory) {
		return Errno.ENOSYS.result();
	}

	/**
	 * Ends a watch. It may have ended by itself when its file vanished.
	 * @param watcher the watcher
	 * @param watch the number of the watch
	 */
	default void unwatch(int watcher, int watch) {
	}

	/**
	 * Gives a watcher back, with all its watches.
	 * @param watcher the watcher, for which nobody waits
	 */
	default void close(int watcher) {
	}

	/**
	 * Waits until there are events.
	 * @param watcher the watcher
	 * @return 0 when there are, or EINTR
	 */
	default int await(int watcher) {
		return Errno.ENOSYS.result();
	}

	/**
	 * Takes the events that have happened, without waiting.
	 * @param watcher the watcher
	 * @param into memory for them, at least 4 KiB
	 * @param events hears each
	 * @return 0
	 */
	default int read(int watcher, NativeBuffer into, Events events) {
		return Errno.ENOSYS.result();
	}

	/**
	 * Hears events.
	 */
	interface Events {

		/**
		 * What is watched has changed.
		 * @param watch the number of the watch
		 */
		void changed(int watch);

		/**
		 * Events were lost: anything that is watched may have changed.
		 */
		void overflowed();

		/**
		 * A watch has ended, and its number means nothing any more.
		 * @param watch the number of the watch
		 */
		void ended(int watch);

	}

}
