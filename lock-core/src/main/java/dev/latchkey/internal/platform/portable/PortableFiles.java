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
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Descriptors;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.FileSystemType;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.portable.FileLocks.Opening;

/**
 * Files by the JDK, with locks of either kind.
 */
final class PortableFiles implements FileCalls {

	/** The JDK's own calls are deep, and their frames are larger than empty ones. */
	private static final int FRAMES = 512;

	private final JdkFiles jdk;

	private final FileAttributes attributes;

	private final FileLocks locks;

	private final PollingWaits waits;

	private final Descriptors<OpenFile> open = new Descriptors<>();

	private final Map<Object, Set<OpenFile>> byKey = new ConcurrentHashMap<>();

	PortableFiles(JdkFiles jdk, FileLocks locks, PollingWaits waits) {
		this.jdk = jdk;
		this.attributes = jdk.attributes();
		this.locks = locks;
		this.waits = waits;
	}

	@Override
	public int frames() {
		return FRAMES;
	}

	@Override
	public int open(NativePath path) {
		return Failures.result(() -> {
			FileStatus status = new FileStatus();
			this.attributes.read(path.path(), status);
			if (status.isDirectory()) {
				return Errno.EISDIR.result();
			}
			if (status.isSymbolicLink()) {
				return Errno.ELOOP.result();
			}
			Opening opening = this.locks.open(path.path());
			if (!opening.isWritable()) {
				opening.close();
				return Errno.EACCES.result();
			}
			return this.open.add(openFile(path.path(), opening));
		});
	}

	@Override
	public int openToLook(NativePath path) {
		return Failures.result(() -> {
			FileStatus status = new FileStatus();
			this.attributes.read(path.path(), status);
			if (status.isSymbolicLink()) {
				return Errno.ELOOP.result();
			}
			// Only regular files have content; opening others could wait.
			return this.open.add(status.isRegularFile() ? openFile(path.path(), this.locks.open(path.path()))
					: openFile(path.path(), null));
		});
	}

	@Override
	public int create(NativePath path, int permissions) {
		return Failures.result(() -> this.open.add(openFile(path.path(),
				this.locks.create(path.path(), this.attributes.ofNew(path.path(), permissions)))));
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
			learn(this.attributes.key(existing.path()), existing, path);
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

	private OpenFile openFile(Path path, @Nullable Opening opening) throws IOException {
		OpenFile file = new OpenFile(this.attributes, path, opening);
		this.byKey.compute(file.key(), (key, files) -> {
			Set<OpenFile> all = (files != null) ? files : ConcurrentHashMap.newKeySet();
			all.add(file);
			return all;
		});
		return file;
	}

	private int move(NativePath from, NativePath to, CopyOption... options) throws IOException {
		CopyOption[] atomic = Arrays.copyOf(options, options.length + 1);
		atomic[options.length] = StandardCopyOption.ATOMIC_MOVE;
		Object key = this.attributes.key(from.path());
		try {
			this.jdk.move(from.path(), to.path(), atomic);
			learn(key, from, to);
			return 0;
		}
		catch (AtomicMoveNotSupportedException ex) {
			return Errno.EOPNOTSUPP.result();
		}
	}

	/** The open files of a key learn another name. */
	private void learn(Object key, NativePath name, NativePath another) {
		this.byKey.getOrDefault(key, Set.of()).forEach((file) -> file.linked(name.path(), another.path()));
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
			this.jdk.delete(path.path());
			return 0;
		});
	}

	@Override
	public void close(int descriptor) {
		OpenFile file = this.open.remove(descriptor);
		if (file != null) {
			this.byKey.computeIfPresent(file.key(), (key, files) -> {
				files.remove(file);
				return files.isEmpty() ? null : files;
			});
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
		return with(descriptor, (file) -> file.requireOpening().read(into, length, offset));
	}

	@Override
	public int write(int descriptor, NativeBuffer from, int length, long offset) {
		return with(descriptor, (file) -> file.requireOpening().write(from, length, offset));
	}

	@Override
	public int truncate(int descriptor, long size) {
		return with(descriptor, (file) -> {
			file.requireOpening().truncate(size);
			return 0;
		});
	}

	/** The JDK would open the file to set its times, and a close unlocks it. */
	@Override
	public int touch(int descriptor) {
		return with(descriptor, (file) -> {
			if (this.jdk.setTime(file.requireNamed())) {
				return 0;
			}
			Opening opening = file.requireOpening();
			NativeBuffer first = new NativeBuffer(1);
			boolean empty = opening.read(first, 1, 0) == 0;
			int written = opening.write(first, 1, 0);
			if (empty) {
				opening.truncate(0);
			}
			return (written == 1) ? 0 : Errno.EIO.result();
		});
	}

	@Override
	public int changePermissions(int descriptor, int permissions) {
		return with(descriptor, (file) -> {
			this.attributes.setPermissions(file.requireNamed(), permissions);
			return 0;
		});
	}

	@Override
	public int identity(NativePath path, FileStatus into) {
		return Failures.result(() -> {
			this.attributes.read(path.path(), into);
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
			this.attributes.setPermissions(path.path(), permissions);
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
	public int ownUser() {
		return FileAttributes.ownUser();
	}

	@Override
	public FileSystemType fileSystem(NativePath path) {
		try {
			return PortableFileSystems.of(path.path());
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
					entries.entry(String.valueOf(name.getFileName()), this.attributes.inode(name, status));
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
