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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Files in the memory of this JVM, with locks as flock(2) has them. Directories of the
 * disk are seen, so that a path that is wrong there is wrong here too; its files are not,
 * and nothing is written to it.
 *
 * <p>
 * The monitor of this object protects everything, and is what a blocked lock waits on.
 */
final class MemoryFiles implements FileCalls, WakeCalls {

	private static final long DEVICE = -1;

	private static final int DIRECTORY = 0040000;

	private static final int REGULAR = 0100000;

	private final Map<Path, Node> names = new HashMap<>();

	private final Descriptors<OpenFile> open = new Descriptors<>();

	private final Set<Long> woken = new HashSet<>();

	private long lastInode;

	@Override
	public synchronized int open(NativePath path) {
		Node node = find(path);
		if (node == null) {
			return Errno.ENOENT.result();
		}
		return node.isDirectory() ? Errno.EISDIR.result() : opened(node);
	}

	@Override
	public synchronized int openToLook(NativePath path) {
		Node node = find(path);
		return (node != null) ? opened(node) : Errno.ENOENT.result();
	}

	@Override
	public synchronized int create(NativePath path, int permissions) {
		if (find(path) != null) {
			return Errno.EEXIST.result();
		}
		Node node = new Node(++this.lastInode, REGULAR | permissions);
		this.names.put(path.path(), node);
		node.links++;
		return opened(node);
	}

	@Override
	public synchronized int createNameless(NativePath directory, int permissions) {
		return opened(new Node(++this.lastInode, REGULAR | permissions));
	}

	private int with(int descriptor, ToIntFunction<OpenFile> action) {
		OpenFile file = this.open.get(descriptor);
		return (file != null) ? action.applyAsInt(file) : Errno.EBADF.result();
	}

	private int opened(Node node) {
		return this.open.add(new OpenFile(node));
	}

	@Override
	public synchronized int link(int descriptor, NativePath path) {
		return with(descriptor, (file) -> name(file.node, path));
	}

	@Override
	public synchronized int link(NativePath existing, NativePath path) {
		Node node = find(existing);
		return (node != null) ? name(node, path) : Errno.ENOENT.result();
	}

	private int name(Node node, NativePath path) {
		if (find(path) != null) {
			return Errno.EEXIST.result();
		}
		this.names.put(path.path(), node);
		node.links++;
		return 0;
	}

	@Override
	public synchronized int renameToFree(NativePath from, NativePath to) {
		return (find(to) == null) ? renameOver(from, to) : Errno.EEXIST.result();
	}

	@Override
	public synchronized int exchange(NativePath one, NativePath other) {
		Node first = find(one);
		Node second = find(other);
		if (first == null || second == null) {
			return Errno.ENOENT.result();
		}
		this.names.put(one.path(), second);
		this.names.put(other.path(), first);
		return 0;
	}

	@Override
	public synchronized int renameOver(NativePath from, NativePath to) {
		Node node = find(from);
		if (node == null) {
			return Errno.ENOENT.result();
		}
		this.names.remove(from.path());
		Node replaced = this.names.put(to.path(), node);
		if (replaced != null) {
			replaced.links--;
		}
		return 0;
	}

	@Override
	public int sync(int descriptor) {
		return 0;
	}

	@Override
	public synchronized int unlink(NativePath path) {
		Node node = this.names.remove(path.path());
		if (node == null) {
			return Errno.ENOENT.result();
		}
		node.links--;
		return 0;
	}

	@Override
	public synchronized void close(int descriptor) {
		OpenFile file = this.open.remove(descriptor);
		if (file != null) {
			release(file);
		}
	}

	@Override
	public synchronized int duplicate(int descriptor, int lowest) {
		return with(descriptor, (file) -> this.open.add(file, lowest));
	}

	@Override
	public int lock(int descriptor) {
		return lock(descriptor, false, true);
	}

	@Override
	public int lockShared(int descriptor) {
		return lock(descriptor, true, true);
	}

	@Override
	public int tryLock(int descriptor) {
		return lock(descriptor, false, false);
	}

	@Override
	public int tryLockShared(int descriptor) {
		return lock(descriptor, true, false);
	}

	private synchronized int lock(int descriptor, boolean shared, boolean wait) {
		return with(descriptor, (file) -> lock(file, shared, wait));
	}

	private int lock(OpenFile file, boolean shared, boolean wait) {
		release(file);
		if (!file.node.isFree(shared)) {
			int result = wait ? await(file.node, shared) : Errno.EAGAIN.result();
			if (result != 0) {
				return result;
			}
		}
		file.node.lockers.add(file);
		file.node.shared = shared;
		return 0;
	}

	private int await(Node node, boolean shared) {
		Long thread = prepare();
		this.woken.remove(thread);
		boolean interrupted = false;
		try {
			while (!node.isFree(shared)) {
				if (this.woken.remove(thread)) {
					return Errno.EINTR.result();
				}
				try {
					wait();
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
			return 0;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public synchronized int unlock(int descriptor) {
		return with(descriptor, (file) -> {
			release(file);
			return 0;
		});
	}

	private void release(OpenFile file) {
		if (file.node.lockers.remove(file)) {
			notifyAll();
		}
	}

	@Override
	public long prepare() {
		return Thread.currentThread().getId();
	}

	@Override
	public synchronized void wake(long thread) {
		this.woken.add(thread);
		notifyAll();
	}

	@Override
	public synchronized int read(int descriptor, NativeBuffer into, int length, long offset) {
		return with(descriptor, (file) -> {
			byte[] content = file.node.content;
			int from = (int) Math.min(offset, content.length);
			int count = Math.min(length, content.length - from);
			into.bytes().put(0, content, from, count);
			return count;
		});
	}

	@Override
	public synchronized int write(int descriptor, NativeBuffer from, int length, long offset) {
		return with(descriptor, (file) -> {
			Node node = file.node;
			node.content = Arrays.copyOf(node.content, Math.max(node.content.length, Math.toIntExact(offset) + length));
			from.bytes().get(0, node.content, (int) offset, length);
			node.modified = Instant.now();
			return length;
		});
	}

	@Override
	public synchronized int truncate(int descriptor, long size) {
		return with(descriptor, (file) -> {
			file.node.content = Arrays.copyOf(file.node.content, Math.toIntExact(size));
			file.node.modified = Instant.now();
			return 0;
		});
	}

	@Override
	public synchronized int touch(int descriptor) {
		return with(descriptor, (file) -> {
			file.node.modified = Instant.now();
			return 0;
		});
	}

	@Override
	public synchronized int changePermissions(int descriptor, int permissions) {
		return with(descriptor, (file) -> {
			file.node.mode = (file.node.mode & ~07777) | permissions;
			return 0;
		});
	}

	@Override
	public synchronized int identity(NativePath path, FileStatus into) {
		Node node = find(path);
		if (node == null) {
			return Errno.ENOENT.result();
		}
		node.tell(into);
		return 0;
	}

	@Override
	public synchronized int status(int descriptor, FileStatus into) {
		return with(descriptor, (file) -> {
			file.node.tell(into);
			return 0;
		});
	}

	@Override
	public synchronized int makeDirectory(NativePath path, int permissions) {
		return name(new Node(++this.lastInode, DIRECTORY | permissions), path);
	}

	@Override
	public int mayWrite(NativePath path) {
		return 0;
	}

	@Override
	public FileSystemType fileSystem(NativePath path) {
		return new FileSystemType("the memory of this JVM", true);
	}

	@Override
	public synchronized int list(NativePath directory, Entries entries) {
		if (find(directory) == null) {
			return Errno.ENOENT.result();
		}
		this.names.forEach((path, node) -> {
			if (directory.path().equals(path.getParent())) {
				entries.entry(String.valueOf(path.getFileName()), node.inode);
			}
		});
		return 0;
	}

	private @Nullable Node find(NativePath path) {
		Node node = this.names.get(path.path());
		if (node != null && node.onDisk == null) {
			return node;
		}
		Object onDisk = directoryOnDisk(path.path());
		if (onDisk == null) {
			this.names.remove(path.path());
			return null;
		}
		if (node == null || !onDisk.equals(node.onDisk)) {
			node = new Node(++this.lastInode, DIRECTORY | 0700);
			node.onDisk = onDisk;
			this.names.put(path.path(), node);
		}
		return node;
	}

	/** Returns what tells the directory from others, {@code null} if there is none. */
	private static @Nullable Object directoryOnDisk(Path path) {
		try {
			BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			Object key = (found.fileKey() != null) ? found.fileKey() : path;
			return found.isDirectory() ? key : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/** Returns all locks, each of this process. */
	synchronized LockTable lockTable(long pid) {
		List<LockTable.Row> rows = new ArrayList<>();
		for (OpenFile file : this.open.files()) {
			if (file.node.lockers.contains(file)) {
				rows.add(new LockTable.Row(file.node.shared ? LockTable.Mode.SHARED : LockTable.Mode.EXCLUSIVE, pid,
						DEVICE, file.node.inode));
			}
		}
		return new LockTable(rows);
	}

	/**
	 * A file or a directory, whatever its names.
	 */
	private static final class Node {

		private final long inode;

		private int mode;

		private int links;

		/** The directory of the disk that it stands for. */
		private @Nullable Object onDisk;

		private byte[] content = {};

		private Instant modified = Instant.now();

		/** One, or several that share. */
		private final Set<OpenFile> lockers = new HashSet<>();

		private boolean shared;

		Node(long inode, int mode) {
			this.inode = inode;
			this.mode = mode;
		}

		boolean isDirectory() {
			return (this.mode & DIRECTORY) != 0;
		}

		boolean isFree(boolean toShare) {
			return this.lockers.isEmpty() || (toShare && this.shared);
		}

		void tell(FileStatus status) {
			status.set(DEVICE, this.inode, this.content.length, this.mode, this.links, 0);
			status.setModified(this.modified.getEpochSecond(), this.modified.getNano());
		}

	}

	/**
	 * What descriptors lead to; it has the lock.
	 */
	private static final class OpenFile {

		private final Node node;

		OpenFile(Node node) {
			this.node = node;
		}

	}

}
