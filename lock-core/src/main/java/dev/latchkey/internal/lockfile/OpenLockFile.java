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

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileMapping;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativeBuffers;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.wait.Deadline;
import dev.latchkey.internal.wait.KernelWaits;
import dev.latchkey.internal.wait.LockableFile;

/**
 * An open lock file, and which file it was when it was opened. It belongs to one attempt
 * or one hold at a time, because locking the same open file twice succeeds; whoever has
 * it calls its methods from one thread at a time.
 */
public final class OpenLockFile implements LockableFile, AutoCloseable {

	/** How long a try queues at once when only shared locks are in its way. */
	private static final Duration TURN = Duration.ofMillis(10);

	private static final int READ_SIZE = 4096;

	/** Above the standard descriptors. */
	private static final int LOWEST = 3;

	private static final int CLOSED = -1;

	private static final NativeBuffers buffers = new NativeBuffers(2 * READ_SIZE);

	private final FileCalls files;

	private final ProcessCalls processes;

	private final KernelWaits waits;

	private final NativePath path;

	private final FileStatus status;

	private final ReentrantLock guard = new ReentrantLock();

	private int number;

	private final long device;

	private final long inode;

	private final long recent;

	/** When the name was last seen to lead to this file, by System.nanoTime(). */
	private long namedAt;

	/** When the file itself was last looked at, by System.nanoTime(). */
	private long lookedAt;

	private OpenLockFile(LockFileContext context, NativePath path, int number, FileStatus status) {
		this.files = context.platform().files();
		this.processes = context.platform().processes();
		this.waits = context.waits();
		this.path = path;
		this.number = number;
		this.status = status;
		this.device = status.device();
		this.inode = status.inode();
		this.recent = context.directories().recentNanos();
		this.namedAt = System.nanoTime() - this.recent;
		this.lookedAt = System.nanoTime();
	}

	/**
	 * Opens a file that exists, to look at it and to share its lock.
	 * @param context the configuration
	 * @param path the file
	 * @return the open file, or {@code null} if there is none
	 */
	public static @Nullable OpenLockFile openToLook(LockFileContext context, NativePath path) {
		long before = System.nanoTime();
		return opened(context, path, context.opener().openToLook(path), before);
	}

	/**
	 * Takes over a descriptor that was just opened by its name, and counts that as a look
	 * at the name.
	 * @param context the configuration
	 * @param path the name that it was opened by
	 * @param number the descriptor's number
	 * @param before the time before it was opened, by {@link System#nanoTime()}
	 * @return the descriptor with its identity
	 */
	static OpenLockFile adoptNamed(LockFileContext context, NativePath path, int number, long before) {
		OpenLockFile adopted = adopt(context, path, number);
		adopted.namedAt = before;
		return adopted;
	}

	/**
	 * Opens a file that exists, to read and to change it.
	 * @param context the configuration
	 * @param path the file
	 * @return the open file, or {@code null} if there is none
	 */
	public static @Nullable OpenLockFile open(LockFileContext context, NativePath path) {
		long before = System.nanoTime();
		return opened(context, path, context.opener().open(path), before);
	}

	private static @Nullable OpenLockFile opened(LockFileContext context, NativePath path, int number, long before) {
		if (Errno.ENOENT.is(number)) {
			return null;
		}
		LockFailures.require(number, path, "cannot be opened");
		return adoptNamed(context, path, number, before);
	}

	/**
	 * Takes over an open descriptor. What is not a regular file is closed and refused.
	 * @param context the configuration
	 * @param path the name that it was, or will be, known by
	 * @param number the descriptor's number
	 * @return the descriptor with its identity
	 */
	public static OpenLockFile adopt(LockFileContext context, NativePath path, int number) {
		FileCalls files = context.platform().files();
		try {
			FileStatus status = new FileStatus();
			LockFailures.require(files.identity(number, status), path, "cannot be looked at");
			if (!status.isRegularFile()) {
				throw new LockFileException(path.path(), "is not a regular file", 0,
						"Choose another path for the lock");
			}
			return new OpenLockFile(context, path, number, status);
		}
		catch (Throwable ex) {
			files.close(number);
			throw ex;
		}
	}

	/**
	 * Returns what keeps the checks of a hold of this file and its release apart.
	 * @return always the same lock
	 */
	public ReentrantLock guard() {
		return this.guard;
	}

	/**
	 * Returns the number that the system knows it by.
	 * @return the descriptor's number
	 */
	@Override
	public int number() {
		return this.number;
	}

	/**
	 * Returns the name that it is known by.
	 * @return the path
	 */
	public Path path() {
		return this.path.path();
	}

	/**
	 * Returns what was seen of the file last.
	 * @return its status
	 */
	FileStatus foundStatus() {
		return this.status;
	}

	/**
	 * Returns the device of the file.
	 * @return the device, in the platform's form
	 */
	public long device() {
		return this.device;
	}

	/**
	 * Returns the inode number of the file.
	 * @return the inode number
	 */
	public long inode() {
		return this.inode;
	}

	/**
	 * Tries to lock the file exclusively, telling a lock from a probe: foreign programs
	 * look at locks by sharing them for an instant, and that instant is not "busy".
	 * @param timeout how long to insist when only shared locks are in the way: a prober
	 * may lose the processor in the middle, and between two exclusive locks the file is
	 * free, and looks shared too
	 * @return {@code ACQUIRED}, {@code BUSY} or {@code SHARED_BY_OTHERS}
	 */
	public TryOutcome tryLock(Duration timeout) {
		return tryLockOnce() ? TryOutcome.ACQUIRED : retry(Deadline.after(timeout));
	}

	private TryOutcome retry(Deadline deadline) {
		do {
			if (!tryLockShared()) {
				return TryOutcome.BUSY;
			}
			// Waiting for the conversion queues us; trying it again would let two tries
			// refuse each other indefinitely.
			if (this.waits.lockUninterruptibly(this, false, Deadline.after(TURN))) {
				return TryOutcome.ACQUIRED;
			}
			if (!tryLockShared()) {
				return TryOutcome.BUSY;
			}
			unlock();
			if (tryLockOnce()) {
				return TryOutcome.ACQUIRED;
			}
		}
		while (!deadline.hasCome());
		boolean held = !this.processes.lockTable().holders(this.device, this.inode).isEmpty();
		return held ? TryOutcome.BUSY : TryOutcome.SHARED_BY_OTHERS;
	}

	/**
	 * Tries to lock the file exclusively, once.
	 * @return whether it is locked now
	 */
	@Override
	public boolean tryLockOnce() {
		return succeeds(this.files.tryLock(this.number));
	}

	/**
	 * Waits until the file is locked exclusively; a lock that it has is given up first.
	 * @param deadline when to give up
	 * @return whether it is locked now
	 * @throws InterruptedException if the thread was interrupted; nothing is locked then
	 */
	public boolean await(Deadline deadline) throws InterruptedException {
		return this.waits.lock(this, false, deadline);
	}

	/**
	 * Returns whether somebody has the file locked exclusively, by sharing its lock for
	 * an instant.
	 * @return whether it is locked
	 */
	public boolean isLocked() {
		boolean free = tryLockShared();
		if (free) {
			unlock();
		}
		return !free;
	}

	/**
	 * Waits until nobody has the file locked exclusively. Nothing is locked afterwards,
	 * nor exclusively meanwhile: others must not take a waiter for a holder.
	 * @param deadline when to give up
	 * @return whether nobody has
	 * @throws InterruptedException if the thread was interrupted
	 */
	public boolean awaitFree(Deadline deadline) throws InterruptedException {
		boolean free = this.waits.lock(this, true, deadline);
		if (free) {
			unlock();
		}
		return free;
	}

	/**
	 * Tries to share the lock.
	 * @return whether it is shared now; if not, somebody has it exclusively
	 */
	@Override
	public boolean tryLockShared() {
		return succeeds(this.files.tryLockShared(this.number));
	}

	/**
	 * Describes a failed call on this file.
	 * @param action what was tried, as in "cannot be locked"
	 * @param result what the call returned, negative
	 * @return the exception
	 */
	@Override
	public LockFileException failure(String action, int result) {
		return LockFailures.of(this.path.path(), action, result);
	}

	private void require(int result, String action) {
		LockFailures.require(result, this.path, action);
	}

	private boolean succeeds(int result) {
		if (result < 0 && !Errno.EAGAIN.is(result)) {
			throw failure("cannot be locked", result);
		}
		return result == 0;
	}

	/**
	 * Gives up the lock. This comes before closing: while a forked child has the file
	 * open, a close alone does not end the lock.
	 */
	@Override
	public void unlock() {
		require(this.files.unlock(this.number), "cannot be unlocked");
	}

	/**
	 * Returns whether the name still leads to this file, by looking the name up.
	 * @return whether it does
	 */
	public boolean isNamed() {
		long before = System.nanoTime();
		boolean named = isNamed(this.path);
		this.namedAt = named ? before : before - this.recent;
		this.lookedAt = this.namedAt;
		return named;
	}

	/**
	 * Returns whether the name still leads to this file, at a third of the cost of
	 * {@link #isNamed()}. The removal of the name and its replacement by another file are
	 * seen at once; a rename of the file, or of a directory above it, within 10
	 * milliseconds. It is for acquisitions only: heartbeats, checks of a hold and
	 * removals look the name up.
	 * @return whether it does
	 */
	public boolean isStillNamed() {
		return isStillNamed(System.nanoTime());
	}

	boolean isStillNamed(long now) {
		return (now - this.namedAt < this.recent && look(now) && this.status.links() == 1) || isNamed();
	}

	@CanIgnoreReturnValue
	private boolean look(long now) {
		this.lookedAt = now;
		return this.files.links(this.number, this.status) == 0;
	}

	/**
	 * Returns the size of the file, as it was at some time in the last 10 milliseconds.
	 * @return the size in bytes
	 */
	public long recentSize() {
		long now = System.nanoTime();
		if (now - this.lookedAt >= this.recent) {
			look(now);
		}
		return this.status.size();
	}

	/**
	 * Returns the size of the file, whatever its name leads to.
	 * @return the size in bytes, 0 if it cannot be found
	 */
	public long size() {
		return look(System.nanoTime()) ? this.status.size() : 0;
	}

	/**
	 * Returns whether a name leads to this file.
	 * @param name the name
	 * @return whether it does
	 */
	boolean isNamed(NativePath name) {
		int result = this.files.identity(name, this.status);
		if (result == 0) {
			return this.status.inode() == this.inode && this.status.device() == this.device;
		}
		if (Errno.ENOENT.is(result) || Errno.ENOTDIR.is(result) || Errno.ESTALE.is(result)) {
			return false;
		}
		throw LockFailures.of(name.path(), "cannot be looked at", result);
	}

	/**
	 * Removes the name of the file, which was just seen to lead to it.
	 */
	public void removeName() {
		LockFailures.requireRemoved(this.files.unlink(this.path), this.path);
	}

	/**
	 * Closes the file and removes its name, unless another process has the file open on a
	 * system that does not remove such a file.
	 * @return whether the name was removed
	 */
	public boolean closeAndRemoveName() {
		close();
		int result = this.files.unlink(this.path);
		return !Errno.EBUSY.is(result) && !Errno.EACCES.is(result) && LockFailures.requireRemoved(result, this.path);
	}

	/**
	 * Reads from the file.
	 * @param length how many bytes at the most
	 * @param offset the place in the file
	 * @return the bytes, fewer at the end of the file
	 */
	public byte[] read(int length, long offset) {
		NativeBuffer buffer = buffers.take(length);
		int result = this.files.read(this.number, buffer, length, offset);
		byte[] bytes = new byte[Math.max(0, result)];
		buffer.bytes().get(0, bytes);
		buffers.give(buffer);
		require(result, "cannot be read");
		return bytes;
	}

	/**
	 * Reads eight bytes, as a number in little-endian order.
	 * @param offset the place in the file
	 * @return the number, 0 if the file ends before
	 */
	public long readLong(long offset) {
		NativeBuffer buffer = buffers.take(Long.BYTES);
		int result = this.files.read(this.number, buffer, Long.BYTES, offset);
		long value = (result == Long.BYTES) ? littleEndian(buffer.bytes().getLong(0)) : 0;
		buffers.give(buffer);
		require(result, "cannot be read");
		return value;
	}

	/**
	 * Writes a number of eight bytes, in little-endian order.
	 * @param value the number
	 * @param offset the place in the file
	 */
	public void writeLong(long value, long offset) {
		NativeBuffer buffer = buffers.take(Long.BYTES);
		buffer.bytes().putLong(0, littleEndian(value));
		write(buffer, Long.BYTES, offset);
	}

	/**
	 * Writes two numbers of eight bytes each, in little-endian order and in one step.
	 * @param first the first number
	 * @param second the number behind it
	 * @param offset the place in the file
	 */
	public void writeLongs(long first, long second, long offset) {
		NativeBuffer buffer = buffers.take(2 * Long.BYTES);
		buffer.bytes().putLong(0, littleEndian(first)).putLong(Long.BYTES, littleEndian(second));
		write(buffer, 2 * Long.BYTES, offset);
	}

	private static long littleEndian(long value) {
		return (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) ? value : Long.reverseBytes(value);
	}

	/**
	 * Reads the content, as it is now.
	 * @param longest how many bytes at the most
	 * @return the bytes
	 */
	public byte[] readAtMost(int longest) {
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		byte[] part;
		do {
			part = read(Math.min(READ_SIZE, longest - content.size()), content.size());
			content.writeBytes(part);
		}
		while (part.length > 0 && content.size() < longest);
		return content.toByteArray();
	}

	/**
	 * Writes to the file, all of it.
	 * @param bytes the bytes
	 * @param offset the place in the file
	 */
	public void write(byte[] bytes, long offset) {
		NativeBuffer buffer = buffers.take(bytes.length);
		buffer.bytes().put(0, bytes);
		write(buffer, bytes.length, offset);
	}

	private void write(NativeBuffer buffer, int length, long offset) {
		int result = this.files.write(this.number, buffer, length, offset);
		buffers.give(buffer);
		if (result != length) {
			// A short write of a lock's few bytes means that no space is left.
			throw failure("cannot be written", (result < 0) ? result : Errno.ENOSPC.result());
		}
		this.status.growTo(offset + length);
	}

	/**
	 * Writes the whole content: the new bytes first, then what was longer is cut off. The
	 * size that {@link #isNamed} or {@link #isStillNamed} saw last must be the file's.
	 * @param bytes the bytes
	 */
	public void replaceContent(byte[] bytes) {
		if (bytes.length > 0) {
			write(bytes, 0);
		}
		cutTo(bytes.length);
	}

	/**
	 * Cuts off what is longer. The size that {@link #isNamed} or {@link #isStillNamed}
	 * saw last must not be less than the file's.
	 * @param length the length that is left, in bytes
	 */
	public void cutTo(long length) {
		if (this.status.size() > length) {
			require(this.files.truncate(this.number, length), "cannot be cut to its size");
		}
	}

	/**
	 * Maps the beginning of the file into memory.
	 * @param length how many bytes, not more than the file has
	 * @return the mapping, to be ended by {@link #unmap}; {@code null} if the file cannot
	 * be mapped
	 */
	public @Nullable FileMapping map(int length) {
		return this.files.map(this.number, length);
	}

	/**
	 * Ends a mapping.
	 * @param mapping the mapping, which is not used any more
	 */
	public void unmap(FileMapping mapping) {
		this.files.unmap(mapping);
	}

	/**
	 * Returns the size that the last look at the file has found.
	 * @return the size in bytes
	 */
	public long foundSize() {
		return this.status.size();
	}

	/**
	 * Waits until what was written is on the storage.
	 */
	void sync() {
		require(this.files.sync(this.number), "cannot be written to its storage");
	}

	/**
	 * Marks the file as changed now, by its filesystem's clock.
	 */
	public void touch() {
		require(this.files.touch(this.number), "cannot be touched");
	}

	/**
	 * Asks when the file was changed last.
	 * @return microseconds since the epoch, by its filesystem's clock
	 */
	public long modifiedMicros() {
		require(this.files.status(this.number, this.status), "cannot be looked at");
		return this.status.modifiedMicros();
	}

	/**
	 * Changes the permission bits, whatever the process's mask says.
	 * @param permissions the bits
	 */
	public void changePermissions(int permissions) {
		require(this.files.changePermissions(this.number, permissions), "cannot be given its permissions");
	}

	/**
	 * Gives the descriptor a number above another's. If this process may have no number
	 * above that, the other one is moved down first.
	 * @param other the other descriptor
	 */
	public void moveAbove(OpenLockFile other) {
		if (this.number > other.number) {
			return;
		}
		int higher = duplicate(other.number + 1);
		if (!Errno.EINVAL.is(higher) && !Errno.EMFILE.is(higher)) {
			become(higher);
			return;
		}
		other.become(other.duplicate(LOWEST));
		if (this.number < other.number) {
			become(duplicate(other.number + 1));
		}
	}

	private int duplicate(int lowest) {
		return FileOpener.opened(() -> this.files.duplicate(this.number, lowest));
	}

	private void become(int duplicate) {
		require(duplicate, "cannot be opened");
		int former = this.number;
		this.number = duplicate;
		this.files.close(former);
	}

	/**
	 * Returns whether the file is open.
	 * @return whether it was not {@link #close closed} yet
	 */
	public boolean isOpen() {
		return this.number != CLOSED;
	}

	@Override
	public void close() {
		if (isOpen()) {
			int former = this.number;
			this.number = CLOSED;
			this.files.close(former);
		}
	}

}
