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

package dev.latchkey.internal.platform.portable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Descriptors;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileMapping;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.FileSystemType;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;

/**
 * Files by the JDK.
 */
final class PortableFiles implements FileCalls {

	private final ChannelLocks locks = ChannelLocks.ofJvm();

	private final PollingWaits waits;

	private final Descriptors<OpenFile> open = new Descriptors<>();

	PortableFiles(PollingWaits waits) {
		this.waits = waits;
	}

	@Override
	public int open(NativePath path) {
		return Failures.result(() -> {
			FileStatus status = new FileStatus();
			FileAttributes.read(path.path(), status);
			if (status.isDirectory()) {
				return Errno.EISDIR.result();
			}
			if (status.isSymbolicLink()) {
				return Errno.ELOOP.result();
			}
			return this.open.add(new OpenFile(path.path(), this.locks.open(path.path())));
		});
	}

	@Override
	public int openToLook(NativePath path) {
		return Failures.result(() -> {
			FileStatus status = new FileStatus();
			FileAttributes.read(path.path(), status);
			if (status.isSymbolicLink()) {
				return Errno.ELOOP.result();
			}
			// Only regular files have content; opening others could wait.
			return this.open.add(status.isRegularFile() ? new OpenFile(path.path(), this.locks.open(path.path()))
					: new OpenFile(path.path(), null));
		});
	}

	@Override
	public int create(NativePath path, int permissions) {
		return Failures.result(() -> this.open.add(new OpenFile(path.path(),
				this.locks.create(path.path(), FileAttributes.ofNew(path.path(), permissions)))));
	}

	@Override
	public int createNameless(NativePath directory, int permissions) {
		return Errno.EOPNOTSUPP.result();
	}

	@Override
	public int link(int descriptor, NativePath path) {
		return Errno.EOPNOTSUPP.result();
	}

	@Override
	public int link(NativePath existing, NativePath path) {
		return Failures.result(() -> {
			Files.createLink(path.path(), existing.path());
			this.open.files().forEach((file) -> file.linked(existing.path(), path.path()));
			return 0;
		});
	}

	/** There is no such call in the JDK: another file may get the name in between. */
	@Override
	public int renameToFree(NativePath from, NativePath to) {
		return Failures.result(() -> {
			if (Files.exists(to.path(), LinkOption.NOFOLLOW_LINKS)) {
				return Errno.EEXIST.result();
			}
			return move(from, to);
		});
	}

	@Override
	public int exchange(NativePath one, NativePath other) {
		return Errno.ENOSYS.result();
	}

	@Override
	public int renameOver(NativePath from, NativePath to) {
		return Failures.result(() -> move(from, to, StandardCopyOption.REPLACE_EXISTING));
	}

	private int move(NativePath from, NativePath to, CopyOption... options) throws IOException {
		CopyOption[] atomic = Arrays.copyOf(options, options.length + 1);
		atomic[options.length] = StandardCopyOption.ATOMIC_MOVE;
		try {
			Files.move(from.path(), to.path(), atomic);
			this.open.files().forEach((file) -> file.linked(from.path(), to.path()));
			return 0;
		}
		catch (AtomicMoveNotSupportedException ex) {
			return Errno.EOPNOTSUPP.result();
		}
	}

	@Override
	public int sync(int descriptor) {
		return with(descriptor, (file) -> {
			file.sync();
			return 0;
		});
	}

	@Override
	public int unlink(NativePath path) {
		return Failures.result(() -> {
			Files.delete(path.path());
			return 0;
		});
	}

	@Override
	public void close(int descriptor) {
		OpenFile file = this.open.remove(descriptor);
		if (file != null) {
			int unused = Failures.result(file::close);
		}
	}

	@Override
	public int duplicate(int descriptor, int lowest) {
		return with(descriptor, (file) -> this.open.add(file, lowest));
	}

	@Override
	public int lock(int descriptor) {
		return with(descriptor, (file) -> this.waits.await(file, () -> file.requireOpening().tryLock(false)));
	}

	@Override
	public int lockShared(int descriptor) {
		return with(descriptor, (file) -> this.waits.await(file, () -> file.requireOpening().tryLock(true)));
	}

	@Override
	public int tryLock(int descriptor) {
		return with(descriptor, (file) -> file.requireOpening().tryLock(false) ? 0 : Errno.EAGAIN.result());
	}

	@Override
	public int tryLockShared(int descriptor) {
		return with(descriptor, (file) -> file.requireOpening().tryLock(true) ? 0 : Errno.EAGAIN.result());
	}

	@Override
	public int unlock(int descriptor) {
		return with(descriptor, (file) -> {
			file.requireOpening().unlock();
			return 0;
		});
	}

	@Override
	public int read(int descriptor, NativeBuffer into, int length, long offset) {
		return with(descriptor, (file) -> {
			ByteBuffer bytes = into.bytes().duplicate().clear().limit(length);
			return Math.max(0, file.requireOpening().channel().read(bytes, offset));
		});
	}

	@Override
	public int write(int descriptor, NativeBuffer from, int length, long offset) {
		return with(descriptor,
				(file) -> file.requireOpening()
					.channel()
					.write(from.bytes().duplicate().clear().limit(length), offset));
	}

	@Override
	public int truncate(int descriptor, long size) {
		return with(descriptor, (file) -> {
			FileChannel channel = file.requireOpening().channel();
			if (channel.size() > size) {
				channel.truncate(size);
			}
			return 0;
		});
	}

	@Override
	public @Nullable FileMapping map(int descriptor, int length) {
		return null;
	}

	@Override
	public void unmap(FileMapping mapping) {
	}

	/** The JDK would open the file to set its times, and a close unlocks it. */
	@Override
	public int touch(int descriptor) {
		return with(descriptor, (file) -> {
			FileChannel channel = file.requireOpening().channel();
			ByteBuffer first = ByteBuffer.allocate(1);
			boolean empty = channel.read(first, 0) <= 0;
			int written = channel.write(first.clear(), 0);
			if (empty) {
				channel.truncate(0);
			}
			return (written == 1) ? 0 : Errno.EIO.result();
		});
	}

	@Override
	public int changePermissions(int descriptor, int permissions) {
		return with(descriptor, (file) -> {
			FileAttributes.setPermissions(file.requireNamed(), permissions);
			return 0;
		});
	}

	@Override
	public int identity(NativePath path, FileStatus into) {
		return Failures.result(() -> {
			FileAttributes.read(path.path(), into);
			return 0;
		});
	}

	@Override
	public int status(int descriptor, FileStatus into) {
		return with(descriptor, (file) -> {
			file.tell(into);
			return 0;
		});
	}

	@Override
	public int makeDirectory(NativePath path, int permissions) {
		return Failures.result(() -> {
			Files.createDirectory(path.path());
			FileAttributes.setPermissions(path.path(), permissions);
			return 0;
		});
	}

	@Override
	public int mayWrite(NativePath path) {
		return Failures.result(() -> {
			if (Files.getFileStore(path.path()).isReadOnly()) {
				return Errno.EROFS.result();
			}
			return Files.isWritable(path.path()) ? 0 : Errno.EACCES.result();
		});
	}

	@Override
	public FileSystemType fileSystem(NativePath path) {
		try {
			FileStore store = Files.getFileStore(path.path());
			return PortableFileSystems.type(store.type());
		}
		catch (IOException ex) {
			return FileSystemType.UNREADABLE;
		}
	}

	@Override
	public int list(NativePath directory, Entries entries) {
		return Failures.result(() -> {
			try (DirectoryStream<Path> names = Files.newDirectoryStream(directory.path())) {
				FileStatus status = new FileStatus();
				for (Path name : names) {
					entries.entry(String.valueOf(name.getFileName()), FileAttributes.inode(name, status));
				}
			}
			return 0;
		});
	}

	private int with(int descriptor, Action action) {
		OpenFile file = this.open.get(descriptor);
		return (file != null) ? Failures.result(() -> action.run(file)) : Errno.EBADF.result();
	}

	/**
	 * What is done with an open file.
	 */
	@FunctionalInterface
	private interface Action {

		int run(OpenFile file) throws IOException;

	}

}
