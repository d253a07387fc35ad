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

import java.nio.file.Path;
import java.time.Duration;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;

/**
 * A lock file that is always there: made when it is missing, never removed or renamed by
 * us. Held means an exclusive lock on the file that the name leads to. Somebody else may
 * remove it at any time; then the name is looked up again, and a lock on a file without
 * that name does not count.
 *
 * <p>
 * An object is used by one attempt or hold at a time. It may be kept open between them.
 */
public class PersistentLockFile {

	/** How often the directory is made if somebody else removes it each time. */
	private static final int MOST_DIRECTORIES = 3;

	private final LockFileContext context;

	private final NativePath path;

	private final boolean makesDirectory;

	private NameCheck check = NameCheck.BY_NAME;

	private @Nullable OpenLockFile open;

	/**
	 * Creates a lock on a file, without opening it.
	 * @param context the configuration
	 * @param path the file, absolute
	 */
	public PersistentLockFile(LockFileContext context, Path path) {
		this(context, path, true);
	}

	private PersistentLockFile(LockFileContext context, Path path, boolean makesDirectory) {
		this.context = context;
		this.path = NativePath.of(path);
		this.makesDirectory = makesDirectory;
	}

	/**
	 * Creates a lock on a file whose directory is not ours to make, without opening it.
	 * @param context the configuration
	 * @param path the file, absolute
	 * @return the lock
	 */
	public static PersistentLockFile inExistingDirectory(LockFileContext context, Path path) {
		return new PersistentLockFile(context, path, false);
	}

	/**
	 * Checks by the link count whether the locked file has its name, and looks the name
	 * up every 10 milliseconds only. This is for locks that Latchkey itself does not
	 * rename, and not for a mutex under which something is removed.
	 * @return this lock
	 * @see OpenLockFile#isStillNamed()
	 */
	@CanIgnoreReturnValue
	public final PersistentLockFile checkingLinkCount() {
		this.check = NameCheck.BY_LINK_COUNT;
		return this;
	}

	/**
	 * Leaves the check of the name to the caller, who makes it by {@link #isStillNamed}.
	 * @return this lock
	 */
	@CanIgnoreReturnValue
	public final PersistentLockFile withoutNameCheck() {
		this.check = NameCheck.LATER;
		return this;
	}

	/**
	 * Returns the file's path.
	 * @return the path
	 */
	public final Path path() {
		return this.path.path();
	}

	/**
	 * Returns the open file, opening it if need be; a file that is missing is made, and
	 * so is its directory if that is ours to make.
	 * @return the open file
	 */
	public final OpenLockFile descriptor() {
		OpenLockFile descriptor = this.open;
		if (descriptor == null) {
			descriptor = open();
			this.open = descriptor;
		}
		return descriptor;
	}

	private OpenLockFile open() {
		FileOpener opener = this.context.opener();
		int directoriesMade = 0;
		while (true) {
			// Without O_CREAT first: in a sticky directory that all may write to, the
			// kernel refuses O_CREAT on another user's file.
			long before = System.nanoTime();
			int number = opener.open(this.path);
			if (number >= 0) {
				return ours(OpenLockFile.adoptNamed(this.context, this.path, number, before));
			}
			if (Errno.ENOENT.is(number)) {
				number = opener.create(this.path, this.context.filePermissions());
				if (number >= 0) {
					return made(number, before);
				}
			}
			if (Errno.ENOENT.is(number) && directoriesMade < MOST_DIRECTORIES) {
				this.context.directories().require(path().getParent(), this.makesDirectory);
				directoriesMade++;
			}
			else if (!Errno.EEXIST.is(number)) {
				throw LockFailures.of(path(), "cannot be opened", number);
			}
		}
	}

	/** What is written into it must not reach a file that somebody has put there. */
	private OpenLockFile ours(OpenLockFile descriptor) {
		try {
			this.context.directories().requireOurs(this.path, descriptor.foundStatus());
			return descriptor;
		}
		catch (Throwable ex) {
			descriptor.close();
			throw ex;
		}
	}

	private OpenLockFile made(int number, long before) {
		OpenLockFile descriptor = OpenLockFile.adoptNamed(this.context, this.path, number, before);
		if (this.context.isShared()) {
			descriptor.changePermissions(this.context.filePermissions());
		}
		return descriptor;
	}

	/**
	 * Tries to lock the file.
	 * @param timeout how long to insist when only shared locks are in the way
	 * @return what came of it
	 */
	public final TryOutcome tryLock(Duration timeout) {
		TryOutcome outcome = descriptor().tryLock(timeout);
		return (outcome == TryOutcome.ACQUIRED && !keepIfNamed()) ? TryOutcome.REPLACED : outcome;
	}

	/**
	 * Tries to lock the file, without looking what is in the way.
	 * @return {@code ACQUIRED}, {@code MOVED}, or {@code BUSY} also if the lock is only
	 * shared
	 */
	public final TryOutcome tryLockOnce() {
		return outcome(descriptor().tryLockOnce());
	}

	/**
	 * Waits until the file is locked.
	 * @param deadline when to give up
	 * @return whether it is locked now
	 * @throws InterruptedException if the thread was interrupted; nothing is locked then
	 */
	public final boolean lock(Deadline deadline) throws InterruptedException {
		do {
			boolean locked = descriptor().tryLockOnce() || (!deadline.hasCome()
					&& this.context.waits().lock(descriptor(), false, deadline.atMost(this.context.longestPark())));
			if (locked ? keepIfNamed() : !forgetIfReplaced() && deadline.hasCome()) {
				return locked;
			}
		}
		while (true);
	}

	/**
	 * Tries to share the file's lock.
	 * @return whether it is shared now; {@code BUSY} if somebody has it exclusively
	 */
	public final TryOutcome tryLockShared() {
		return outcome(descriptor().tryLockShared());
	}

	private TryOutcome outcome(boolean locked) {
		return !locked ? TryOutcome.BUSY : keepIfNamed() ? TryOutcome.ACQUIRED : TryOutcome.REPLACED;
	}

	/**
	 * Waits until the file's lock is shared.
	 * @param deadline when to give up
	 * @return whether it is shared now
	 * @throws InterruptedException if the thread was interrupted; nothing is locked then
	 */
	public final boolean lockShared(Deadline deadline) throws InterruptedException {
		do {
			boolean locked = descriptor().tryLockShared() || (!deadline.hasCome()
					&& this.context.waits().lock(descriptor(), true, deadline.atMost(this.context.longestPark())));
			if (locked ? keepIfNamed() : !forgetIfReplaced() && deadline.hasCome()) {
				return locked;
			}
		}
		while (true);
	}

	/**
	 * Waits until the file is locked, for a short time and whatever interrupts come.
	 * @param deadline when to give up
	 * @return whether it is locked now
	 */
	public final boolean lockUninterruptibly(Deadline deadline) {
		do {
			boolean locked = descriptor().tryLockOnce()
					|| this.context.waits().lockUninterruptibly(descriptor(), false, deadline);
			if (locked ? keepIfNamed() : !forgetIfReplaced() && deadline.hasCome()) {
				return locked;
			}
		}
		while (true);
	}

	/**
	 * Waits until nobody has the file locked exclusively. Nothing is locked afterwards,
	 * nor exclusively meanwhile: others must not take a waiter for a holder.
	 * @param deadline when to give up
	 * @return whether nobody has, or the name leads elsewhere by now
	 * @throws InterruptedException if the thread was interrupted
	 */
	public final boolean awaitFree(Deadline deadline) throws InterruptedException {
		do {
			if (descriptor().awaitFree(deadline.atMost(this.context.longestPark())) || forgetIfReplaced()) {
				return true;
			}
		}
		while (!deadline.hasCome());
		return false;
	}

	/**
	 * Waits until nobody has the file locked exclusively, for a short time and whatever
	 * interrupts come.
	 * @param deadline when to give up
	 * @return whether nobody has
	 */
	public final boolean awaitFreeUninterruptibly(Deadline deadline) {
		boolean free = this.context.waits().lockUninterruptibly(descriptor(), true, deadline);
		if (free) {
			unlock();
		}
		return free;
	}

	private boolean keepIfNamed() {
		boolean named = false;
		try {
			named = switch (this.check) {
				case BY_NAME -> isNamed();
				case BY_LINK_COUNT -> isStillNamed();
				case LATER -> true;
			};
		}
		finally {
			if (!named) {
				release();
			}
		}
		return named;
	}

	/**
	 * Closes the file if its name does not lead to it any more.
	 * @return whether it was closed
	 */
	public final boolean forgetIfReplaced() {
		boolean replaced = !isNamed();
		if (replaced) {
			close();
		}
		return replaced;
	}

	/**
	 * Returns whether the name leads to the file that is open.
	 * @return whether it does
	 */
	public final boolean isNamed() {
		OpenLockFile descriptor = this.open;
		return descriptor != null && descriptor.isNamed();
	}

	/**
	 * Returns whether the name leads to the file that is open, as
	 * {@link OpenLockFile#isStillNamed()} does.
	 * @return whether it does
	 */
	public final boolean isStillNamed() {
		OpenLockFile descriptor = this.open;
		return descriptor != null && descriptor.isStillNamed();
	}

	/**
	 * Unlocks the file and keeps it open.
	 */
	public final void unlock() {
		OpenLockFile descriptor = this.open;
		if (descriptor != null) {
			descriptor.unlock();
		}
	}

	/**
	 * Unlocks the file, whether or not it is locked, and close it.
	 */
	public void release() {
		OpenLockFile descriptor = this.open;
		if (descriptor != null) {
			this.open = null;
			try {
				descriptor.unlock();
			}
			finally {
				descriptor.close();
			}
		}
	}

	/**
	 * Closes the file, which is not locked.
	 */
	public void close() {
		OpenLockFile descriptor = this.open;
		if (descriptor != null) {
			this.open = null;
			descriptor.close();
		}
	}

	private enum NameCheck {

		BY_NAME, BY_LINK_COUNT, LATER

	}

}
