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
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.NativeBuffer;

/**
 * Locks of files by {@link FileLock}, with the meaning of flock(2): a lock belongs to one
 * opening of the file, and openings exclude each other within the JVM as between
 * processes.
 *
 * <p>
 * A file has one channel in the whole JVM, also if several class loaders have this class,
 * and it is closed with the last opening. On POSIX systems the locks of {@code FileLock}
 * belong to the process and are gone as soon as any channel of the file is closed, while
 * {@link FileLock#isValid()} stays true: a second channel would give the lock away. For
 * the same reason no other code of the process may open the file.
 *
 * <p>
 * The channel is an asynchronous one, although nothing is asynchronous here: an interrupt
 * of a thread that reads or writes would close a {@code FileChannel}, and the locks of
 * the file would be gone.
 *
 * <p>
 * One byte far behind any content is locked. Windows refuses to read a locked byte, so
 * the content stays readable for all.
 *
 * <p>
 * The table of files is guarded by its own monitor, the locks of a file by the file's.
 * Both consist of types of the JDK only, because the class loaders share them.
 */
final class ChannelLocks implements FileLocks {

	/** The byte that is locked: no file has content there. */
	static final long FAR_BYTE = 1L << 62;

	private static final String PROPERTY = "dev.latchkey.channels";

	/** Channels of a name that changed while they were opened; see {@link #open}. */
	private static final String STRAYS = "strays";

	private static final Set<StandardOpenOption> CREATE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
			StandardOpenOption.WRITE);

	private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

	private static final Set<OpenOption> READ_WRITE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
			LinkOption.NOFOLLOW_LINKS);

	private static final int CHANNEL = 0;

	private static final int WRITABLE = 1;

	private static final int LOCK = 2;

	private static final int HOLDERS = 3;

	private static final int OPENINGS = 4;

	private static final int SPARES = 5;

	private static final int FIELDS = 6;

	private final Map<Object, @Nullable Object[]> files;

	private final JdkFiles jdk;

	private ChannelLocks(Map<Object, @Nullable Object[]> files, JdkFiles jdk) {
		this.files = files;
		this.jdk = jdk;
	}

	/**
	 * Returns the locks of this JVM.
	 * @param jdk opens the channels
	 * @return locks that share one table, in whatever class loader
	 */
	@SuppressWarnings("unchecked")
	static ChannelLocks ofJvm(JdkFiles jdk) {
		return new ChannelLocks((Map<Object, @Nullable Object[]>) System.getProperties()
			.computeIfAbsent(PROPERTY, (name) -> new HashMap<Object, @Nullable Object[]>()), jdk);
	}

	@Override
	public Opening open(Path path) throws IOException {
		synchronized (this.files) {
			while (true) {
				Object key = this.jdk.attributes().key(path);
				@Nullable Object[] file = this.files.get(key);
				if (file != null && isWritable(file)) {
					return new Opening(this, key, file);
				}
				AsynchronousFileChannel channel = writable(path);
				boolean writable = channel != null;
				if (channel == null && file != null) {
					return new Opening(this, key, file);
				}
				if (channel == null) {
					channel = this.jdk.open(path, READ);
				}
				if (key.equals(keyOrNull(path))) {
					return new Opening(this, key, entry(key, channel, writable));
				}
				stray(channel);
			}
		}
	}

	@Override
	public Opening create(Path path, FileAttribute<?>... attributes) throws IOException {
		synchronized (this.files) {
			AsynchronousFileChannel channel = this.jdk.open(path, CREATE, attributes);
			Object key = keyOrNull(path);
			if (key == null) {
				stray(channel);
				throw new NoSuchFileException(path.toString(), null, "it was removed while it was made");
			}
			return new Opening(this, key, entry(key, channel, true));
		}
	}

	private @Nullable AsynchronousFileChannel writable(Path path) throws IOException {
		try {
			return this.jdk.open(path, READ_WRITE);
		}
		catch (AccessDeniedException ex) {
			return null;
		}
	}

	private Object[] entry(Object key, AsynchronousFileChannel channel, boolean writable) {
		@Nullable Object[] file = this.files.computeIfAbsent(key, (unknown) -> fields());
		synchronized (file) {
			if (file[CHANNEL] instanceof AsynchronousFileChannel before) {
				spares(file).add(before);
			}
			file[CHANNEL] = channel;
			file[WRITABLE] = writable;
		}
		return file;
	}

	private static @Nullable Object[] fields() {
		@Nullable Object[] fields = new Object[FIELDS];
		fields[HOLDERS] = new HashMap<Object, Boolean>();
		fields[OPENINGS] = new HashSet<Object>();
		fields[SPARES] = new ArrayList<AsynchronousFileChannel>();
		return fields;
	}

	/**
	 * Keeps a channel whose file is not known, because the name changed while it was
	 * opened. If it were closed, locks of that file would be gone.
	 */
	private void stray(AsynchronousFileChannel channel) {
		spares(this.files.computeIfAbsent(STRAYS, (none) -> fields())).add(channel);
	}

	private void closed(Object key, @Nullable Object[] file) throws IOException {
		synchronized (this.files) {
			if (!set(file, OPENINGS).isEmpty()) {
				return;
			}
			this.files.remove(key);
			spares(file).add(channel(file));
			@Nullable Object[] strays = (this.files.size() == 1) ? this.files.remove(STRAYS) : null;
			if (strays != null) {
				spares(file).addAll(spares(strays));
			}
			for (AsynchronousFileChannel channel : spares(file)) {
				channel.close();
			}
		}
	}

	private @Nullable Object keyOrNull(Path path) throws IOException {
		try {
			return this.jdk.attributes().key(path);
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private static boolean isWritable(@Nullable Object[] file) {
		return Boolean.TRUE.equals(file[WRITABLE]);
	}

	private static AsynchronousFileChannel channel(@Nullable Object[] file) {
		return (AsynchronousFileChannel) Objects.requireNonNull(file[CHANNEL]);
	}

	@SuppressWarnings("unchecked")
	private static Map<Object, Boolean> holders(@Nullable Object[] file) {
		return (Map<Object, Boolean>) Objects.requireNonNull(file[HOLDERS]);
	}

	@SuppressWarnings("unchecked")
	private static Set<Object> set(@Nullable Object[] file, int field) {
		return (Set<Object>) Objects.requireNonNull(file[field]);
	}

	@SuppressWarnings("unchecked")
	private static List<AsynchronousFileChannel> spares(@Nullable Object[] file) {
		return (List<AsynchronousFileChannel>) Objects.requireNonNull(file[SPARES]);
	}

	/**
	 * One opening of a file, which shares its channel with the others.
	 */
	static final class Opening implements FileLocks.Opening {

		private final ChannelLocks locks;

		private final Object key;

		private final @Nullable Object[] file;

		// Of a type that all class loaders have.
		private final Object identity = new Object();

		private Opening(ChannelLocks locks, Object key, @Nullable Object[] file) {
			this.locks = locks;
			this.key = key;
			this.file = file;
			synchronized (file) {
				boolean unused = set(file, OPENINGS).add(this.identity);
			}
		}

		/**
		 * Returns the channel of the file, which other openings use too. It must not be
		 * closed, and has no position of its own.
		 * @return the channel
		 */
		AsynchronousFileChannel channel() {
			synchronized (this.file) {
				return ChannelLocks.channel(this.file);
			}
		}

		@Override
		public Object key() {
			return this.key;
		}

		@Override
		public boolean isWritable() {
			synchronized (this.file) {
				return ChannelLocks.isWritable(this.file);
			}
		}

		@Override
		public boolean tryLock(boolean shared) throws IOException {
			synchronized (this.file) {
				Map<Object, Boolean> holders = holders(this.file);
				if (Boolean.valueOf(shared).equals(holders.get(this.identity))) {
					return true;
				}
				unlock();
				if (shared ? holders.containsValue(false) : !holders.isEmpty()) {
					return false;
				}
				if (holders.isEmpty()) {
					FileLock lock = tryFileLock(shared);
					if (lock == null) {
						return false;
					}
					this.file[LOCK] = lock;
				}
				holders.put(this.identity, shared);
				return true;
			}
		}

		private @Nullable FileLock tryFileLock(boolean shared) throws IOException {
			try {
				return ChannelLocks.channel(this.file).tryLock(FAR_BYTE, 1, shared);
			}
			catch (OverlappingFileLockException ex) {
				// Other code of this JVM has opened and locked the file.
				return null;
			}
		}

		@Override
		public void unlock() throws IOException {
			synchronized (this.file) {
				Map<Object, Boolean> holders = holders(this.file);
				if (holders.remove(this.identity) != null && holders.isEmpty()
						&& this.file[LOCK] instanceof FileLock lock) {
					this.file[LOCK] = null;
					lock.release();
				}
			}
		}

		@Override
		public int read(NativeBuffer into, int length, long offset) throws IOException {
			return Math.max(0, result(channel().read(bytes(into, length), offset)));
		}

		@Override
		public int write(NativeBuffer from, int length, long offset) throws IOException {
			return result(channel().write(bytes(from, length), offset));
		}

		/** Waits for the end of a read or write, whatever interrupts come. */
		private static int result(Future<Integer> pending) throws IOException {
			boolean interrupted = false;
			try {
				while (true) {
					try {
						return pending.get();
					}
					catch (InterruptedException ex) {
						interrupted = true;
					}
				}
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof IOException cause) ? cause : new IOException(ex.getCause());
			}
			finally {
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
			}
		}

		private static ByteBuffer bytes(NativeBuffer buffer, int length) {
			return buffer.bytes().duplicate().clear().limit(length);
		}

		@Override
		public void truncate(long size) throws IOException {
			AsynchronousFileChannel unused = channel().truncate(size);
		}

		@Override
		public void sync() throws IOException {
			channel().force(true);
		}

		@Override
		public long size() throws IOException {
			return channel().size();
		}

		@Override
		public void close() throws IOException {
			synchronized (this.locks.files) {
				boolean open;
				synchronized (this.file) {
					unlock();
					open = set(this.file, OPENINGS).remove(this.identity);
				}
				if (open) {
					this.locks.closed(this.key, this.file);
				}
			}
		}

	}

}
