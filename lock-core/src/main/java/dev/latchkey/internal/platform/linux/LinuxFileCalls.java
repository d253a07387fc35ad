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

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.file.Path;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileMapping;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.FileSystemType;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativeBuffers;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.NativeStrings;

/**
 * Files on Linux.
 */
final class LinuxFileCalls implements FileCalls {

	private static final int IDENTITY = LinuxLibc.STATX_TYPE | LinuxLibc.STATX_MODE | LinuxLibc.STATX_INO
			| LinuxLibc.STATX_SIZE | LinuxLibc.STATX_NLINK | LinuxLibc.STATX_UID;

	private static final int STATX_SIZE = 256;

	private static final int STATX_LINKS = 16;

	private static final int STATX_FILE_SIZE = 40;

	private static final long MAP_FAILED = -1;

	private final LinuxProcessor processor;

	private final int toLook;

	private final int safely;

	private final NativeBuffer emptyPath = new NativeBuffer(1);

	private final NativeBuffers statuses = new NativeBuffers(STATX_SIZE);

	LinuxFileCalls(LinuxProcessor processor) {
		this.processor = processor;
		this.toLook = LinuxLibc.O_CLOEXEC | LinuxLibc.O_NONBLOCK | processor.noFollow();
		this.safely = LinuxLibc.O_RDWR | LinuxLibc.O_CLOEXEC | processor.noFollow();
		requireStatx();
	}

	private void requireStatx() {
		NativeBuffer root = NativeStrings.of("/");
		int result = statx(LinuxLibc.AT_FDCWD, root, root.address(), 0, IDENTITY, new FileStatus());
		if (result < 0) {
			throw new UnsupportedPlatformException(
					"The kernel refuses the system call statx: " + Errno.describe(result) + ".",
					"Use Linux 4.11 or later, and a sandbox (seccomp) that allows the call.", null);
		}
	}

	@Override
	public int open(NativePath path) {
		return LinuxResult.of(LinuxLibc.open(path.address(), this.safely | LinuxLibc.O_NONBLOCK, 0), path);
	}

	@Override
	public int openToLook(NativePath path) {
		return LinuxResult.of(LinuxLibc.open(path.address(), this.toLook, 0), path);
	}

	@Override
	public int create(NativePath path, int permissions) {
		return LinuxResult
			.of(LinuxLibc.open(path.address(), this.safely | LinuxLibc.O_CREAT | LinuxLibc.O_EXCL, permissions), path);
	}

	@Override
	public int createNameless(NativePath directory, int permissions) {
		int flags = LinuxLibc.O_RDWR | LinuxLibc.O_CLOEXEC | LinuxLibc.O_TMPFILE_ALONE | this.processor.directory();
		return LinuxResult.of(LinuxLibc.open(directory.address(), flags, permissions), directory);
	}

	@Override
	public int link(int descriptor, NativePath path) {
		NativeBuffer source = NativeStrings.of("/proc/self/fd/" + descriptor);
		return LinuxResult.of(LinuxLibc.linkat(LinuxLibc.AT_FDCWD, source.address(), LinuxLibc.AT_FDCWD, path.address(),
				LinuxLibc.AT_SYMLINK_FOLLOW), source, path);
	}

	@Override
	public int link(NativePath existing, NativePath path) {
		return LinuxResult.of(
				LinuxLibc.linkat(LinuxLibc.AT_FDCWD, existing.address(), LinuxLibc.AT_FDCWD, path.address(), 0),
				existing, path);
	}

	@Override
	public int renameToFree(NativePath from, NativePath to) {
		return rename(from, to, LinuxLibc.RENAME_NOREPLACE);
	}

	@Override
	public int exchange(NativePath one, NativePath other) {
		return rename(one, other, LinuxLibc.RENAME_EXCHANGE);
	}

	@Override
	public int renameOver(NativePath from, NativePath to) {
		return rename(from, to, 0);
	}

	@Override
	public int sync(int descriptor) {
		return LinuxResult.of(LinuxLibc.fsync(descriptor));
	}

	private int rename(NativePath from, NativePath to, int flags) {
		return LinuxResult.of(LinuxLibc.syscall(this.processor.renameat2(), LinuxLibc.AT_FDCWD, from.address(),
				LinuxLibc.AT_FDCWD, to.address(), flags), from, to);
	}

	@Override
	public int unlink(NativePath path) {
		return LinuxResult.of(LinuxLibc.unlink(path.address()), path);
	}

	@Override
	public void close(int descriptor) {
		LinuxLibc.close(descriptor);
	}

	@Override
	public int duplicate(int descriptor, int lowest) {
		return LinuxResult.of(LinuxLibc.fcntl(descriptor, LinuxLibc.F_DUPFD_CLOEXEC, lowest));
	}

	@Override
	public int lock(int descriptor) {
		return LinuxResult.of(LinuxLibc.flock(descriptor, LinuxLibc.LOCK_EX));
	}

	@Override
	public int lockShared(int descriptor) {
		return LinuxResult.of(LinuxLibc.flock(descriptor, LinuxLibc.LOCK_SH));
	}

	@Override
	public int tryLock(int descriptor) {
		return LinuxResult.of(LinuxLibc.flock(descriptor, LinuxLibc.LOCK_EX | LinuxLibc.LOCK_NB));
	}

	@Override
	public int tryLockShared(int descriptor) {
		return LinuxResult.of(LinuxLibc.flock(descriptor, LinuxLibc.LOCK_SH | LinuxLibc.LOCK_NB));
	}

	@Override
	public int unlock(int descriptor) {
		return LinuxResult.of(LinuxLibc.flock(descriptor, LinuxLibc.LOCK_UN));
	}

	@Override
	public int read(int descriptor, NativeBuffer into, int length, long offset) {
		return LinuxResult.of(LinuxLibc.pread(descriptor, into.address(), length, offset), into);
	}

	@Override
	public int write(int descriptor, NativeBuffer from, int length, long offset) {
		return LinuxResult.of(LinuxLibc.pwrite(descriptor, from.address(), length, offset), from);
	}

	@Override
	public int truncate(int descriptor, long size) {
		return LinuxResult.of(LinuxLibc.ftruncate(descriptor, size));
	}

	@Override
	public @Nullable FileMapping map(int descriptor, int length) {
		long address = LinuxLibc.mmap(0, length, LinuxLibc.PROT_READ_WRITE, LinuxLibc.MAP_SHARED, descriptor, 0);
		return (address != MAP_FAILED) ? new FileMapping(new Pointer(address).getByteBuffer(0, length), address) : null;
	}

	@Override
	public void unmap(FileMapping mapping) {
		LinuxLibc.munmap(mapping.address(), mapping.bytes().capacity());
	}

	@Override
	public int touch(int descriptor) {
		return LinuxResult.of(LinuxLibc.futimens(descriptor, 0));
	}

	@Override
	public int changePermissions(int descriptor, int permissions) {
		return LinuxResult.of(LinuxLibc.fchmod(descriptor, permissions));
	}

	@Override
	public int identity(NativePath path, FileStatus into) {
		return statx(LinuxLibc.AT_FDCWD, path, path.address(), LinuxLibc.AT_SYMLINK_NOFOLLOW, IDENTITY, into);
	}

	@Override
	public int identity(int descriptor, FileStatus into) {
		return statx(descriptor, IDENTITY, into);
	}

	@Override
	public int status(int descriptor, FileStatus into) {
		return statx(descriptor, IDENTITY | LinuxLibc.STATX_MTIME, into);
	}

	@Override
	public int links(int descriptor, FileStatus into) {
		NativeBuffer buffer = this.statuses.take(STATX_SIZE);
		int result = LinuxResult.of(statx(descriptor, this.emptyPath.address(), LinuxLibc.AT_EMPTY_PATH,
				LinuxLibc.STATX_NLINK | LinuxLibc.STATX_SIZE, buffer), buffer);
		if (result == 0) {
			into.setLinks(buffer.bytes().getInt(STATX_LINKS), buffer.bytes().getLong(STATX_FILE_SIZE));
		}
		this.statuses.give(buffer);
		return result;
	}

	private int statx(int descriptor, int mask, FileStatus into) {
		return statx(descriptor, this.emptyPath, this.emptyPath.address(), LinuxLibc.AT_EMPTY_PATH, mask, into);
	}

	private int statx(int directory, Object path, long address, int flags, int mask, FileStatus into) {
		NativeBuffer buffer = this.statuses.take(STATX_SIZE);
		int result = LinuxResult.of(statx(directory, address, flags, mask, buffer), path, buffer);
		if (result == 0) {
			// struct statx: links at 16, user 20, mode 28, inode 32, size 40, mtime 112
			// and 120, device 136
			ByteBuffer bytes = buffer.bytes();
			long device = LinuxDevice.encode(bytes.getInt(136), bytes.getInt(140));
			into.set(device, bytes.getLong(32), bytes.getLong(STATX_FILE_SIZE), bytes.getShort(28) & 0xffff,
					bytes.getInt(STATX_LINKS), bytes.getInt(20));
			into.setModified(bytes.getLong(112), bytes.getInt(120));
		}
		this.statuses.give(buffer);
		return result;
	}

	private long statx(int directory, long path, int flags, int mask, NativeBuffer buffer) {
		return LinuxLibc.syscall(this.processor.statx(), directory, path, flags, mask, buffer.address());
	}

	@Override
	public int makeDirectory(NativePath path, int permissions) {
		int made = LinuxResult.of(LinuxLibc.mkdir(path.address(), permissions & 0700), path);
		return (made == 0) ? LinuxResult.of(LinuxLibc.chmod(path.address(), permissions), path) : made;
	}

	@Override
	public int mayWrite(NativePath path) {
		return LinuxResult.of(LinuxLibc.faccessat(LinuxLibc.AT_FDCWD, path.address(), LinuxLibc.W_OK | LinuxLibc.X_OK,
				LinuxLibc.AT_EACCESS), path);
	}

	/** The kernel gives this directory to the user that a process runs as. */
	@Override
	public int ownUser() {
		FileStatus process = new FileStatus();
		int result = identity(NativePath.of(Path.of("/proc/self/task")), process);
		return (result == 0) ? process.user() : 0;
	}

	@Override
	public FileSystemType fileSystem(NativePath path) {
		NativeBuffer buffer = new NativeBuffer(256);
		if (LinuxResult.of(LinuxLibc.statfs(path.address(), buffer.address()), path, buffer) != 0) {
			return FileSystemType.UNREADABLE;
		}
		return LinuxFileSystems.type(buffer.bytes());
	}

	@Override
	public int list(NativePath directory, Entries entries) {
		long open = opendir(directory);
		if (open == 0) {
			return -Native.getLastError();
		}
		// struct dirent: inode at 0, name at 19
		for (long entry = LinuxLibc.readdir(open); entry != 0; entry = LinuxLibc.readdir(open)) {
			Pointer pointer = new Pointer(entry);
			byte[] name = pointer.getByteArray(19, (int) pointer.indexOf(19, (byte) 0));
			entries.entry(NativeStrings.decodeName(name), pointer.getLong(0));
		}
		return LinuxResult.of(LinuxLibc.closedir(open));
	}

	private static long opendir(NativePath directory) {
		try {
			return LinuxLibc.opendir(directory.address());
		}
		finally {
			Reference.reachabilityFence(directory);
		}
	}

}
