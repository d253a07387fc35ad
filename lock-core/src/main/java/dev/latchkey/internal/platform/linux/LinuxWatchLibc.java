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

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library for watching files, and their constants; see inotify(7).
 */
final class LinuxWatchLibc {

	static final int IN_MODIFY = 0x2;

	static final int IN_ATTRIB = 0x4;

	static final int IN_MOVED_TO = 0x80;

	static final int IN_CREATE = 0x100;

	static final int IN_DELETE_SELF = 0x400;

	static final int IN_MOVE_SELF = 0x800;

	static final int IN_Q_OVERFLOW = 0x4000;

	static final int IN_IGNORED = 0x8000;

	static final int IN_ONLYDIR = 0x1000000;

	static final int IN_CLOEXEC = 02000000;

	static final int IN_NONBLOCK = 04000;

	static final short POLLIN = 1;

	static {
		Native.register(LinuxWatchLibc.class, NativeLibrary.getProcess());
	}

	private LinuxWatchLibc() {
	}

	static native int inotify_init1(int flags);

	static native int inotify_add_watch(int fd, long path, int mask);

	// Fails only where the watch has ended by itself.
	static native void inotify_rm_watch(int fd, int watch);

	static native int poll(long fds, long count, int timeout);

	static native long read(int fd, long buffer, long count);

}
