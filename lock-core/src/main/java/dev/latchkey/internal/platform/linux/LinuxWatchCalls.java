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

package dev.latchkey.internal.platform.linux;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativeBuffers;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.WatchCalls;

/**
 * Watches files with inotify(7).
 */
final class LinuxWatchCalls implements WatchCalls {

	private static final int CONTENT = LinuxWatchLibc.IN_MODIFY | LinuxWatchLibc.IN_ATTRIB
			| LinuxWatchLibc.IN_DELETE_SELF | LinuxWatchLibc.IN_MOVE_SELF;

	private static final int NAMES = LinuxWatchLibc.IN_CREATE | LinuxWatchLibc.IN_MOVED_TO | LinuxWatchLibc.IN_ONLYDIR;

	/** struct inotify_event: watch, mask, cookie, length of the name, name. */
	private static final int EVENT_SIZE = 16;

	private static final int PATH_SIZE = 32;

	private final NativeBuffers paths = new NativeBuffers(PATH_SIZE);

	@Override
	public int open() {
		return LinuxResult.of(LinuxWatchLibc.inotify_init1(LinuxWatchLibc.IN_CLOEXEC | LinuxWatchLibc.IN_NONBLOCK));
	}

	@Override
	public int watchContent(int watcher, int descriptor) {
		// The file that is open, whatever its name leads to by now.
		byte[] open = ("/proc/self/fd/" + descriptor + '\0').getBytes(StandardCharsets.US_ASCII);
		NativeBuffer path = this.paths.take(open.length);
		path.bytes().put(0, open);
		int watch = LinuxResult.of(LinuxWatchLibc.inotify_add_watch(watcher, path.address(), CONTENT), path);
		this.paths.give(path);
		return watch;
	}

	@Override
	public int watchNames(int watcher, NativePath directory) {
		return LinuxResult.of(LinuxWatchLibc.inotify_add_watch(watcher, directory.address(), NAMES), directory);
	}

	@Override
	public void unwatch(int watcher, int watch) {
		LinuxWatchLibc.inotify_rm_watch(watcher, watch);
	}

	@Override
	public void close(int watcher) {
		LinuxLibc.close(watcher);
	}

	@Override
	public int await(int watcher) {
		// struct pollfd: descriptor, events wanted, events seen
		NativeBuffer waited = new NativeBuffer(8);
		waited.bytes().putInt(0, watcher).putShort(4, LinuxWatchLibc.POLLIN);
		int ready = LinuxResult.of(LinuxWatchLibc.poll(waited.address(), 1, -1), waited);
		return Math.min(ready, 0);
	}

	@Override
	public int read(int watcher, NativeBuffer into, Events events) {
		int length;
		do {
			length = LinuxResult.of(LinuxWatchLibc.read(watcher, into.address(), into.size()), into);
			for (int at = 0; at < length; at += EVENT_SIZE + into.bytes().getInt(at + 12)) {
				event(into.bytes(), at, events);
			}
		}
		while (length > 0);
		return Errno.EAGAIN.is(length) ? 0 : length;
	}

	private static void event(ByteBuffer bytes, int at, Events events) {
		int watch = bytes.getInt(at);
		int mask = bytes.getInt(at + 4);
		if ((mask & LinuxWatchLibc.IN_Q_OVERFLOW) != 0) {
			events.overflowed();
		}
		else if ((mask & LinuxWatchLibc.IN_IGNORED) != 0) {
			events.ended(watch);
		}
		else {
			events.changed(watch);
		}
	}

}
