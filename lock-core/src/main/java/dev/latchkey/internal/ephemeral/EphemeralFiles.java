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

package dev.latchkey.internal.ephemeral;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.HeartbeatAges;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.LockFailures;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.wait.Deadline;

/**
 * The files of all published locks of one configuration: lent to one attempt or release
 * at a time, and perhaps kept open between them.
 */
public final class EphemeralFiles {

	/**
	 * How long a release or a removal puts up with others in the mutex, which they have
	 * for microseconds.
	 */
	private static final Duration MUTEX_LIMIT = Duration.ofSeconds(1);

	private static final String UNNAMED = "a process that this system does not name";

	private final LockRuntime runtime;

	private final String mutexSuffix;

	private final IdleFiles<EphemeralName> idle;

	private final HeartbeatAges ages = new HeartbeatAges();

	private EphemeralFiles(LockRuntime runtime, String mutexSuffix, IdleFiles<EphemeralName> idle) {
		this.runtime = runtime;
		this.mutexSuffix = mutexSuffix;
		this.idle = idle;
	}

	/**
	 * Keeps files open between acquisitions, until they are {@link #close closed}.
	 * @param runtime the runtime
	 * @param mutexSuffix what the name of a mutex has more than the lock's
	 * @return the files
	 */
	public static EphemeralFiles keptOpen(LockRuntime runtime, String mutexSuffix) {
		return new EphemeralFiles(runtime, mutexSuffix, new IdleFiles<>(runtime));
	}

	/**
	 * Opens files for each acquisition and release anew.
	 * @param runtime the runtime
	 * @param mutexSuffix what the name of a mutex has more than the lock's
	 * @return the files
	 */
	public static EphemeralFiles openedAnew(LockRuntime runtime, String mutexSuffix) {
		return new EphemeralFiles(runtime, mutexSuffix, new IdleFiles<>(0));
	}

	/**
	 * Returns the runtime.
	 * @return the runtime
	 */
	public LockRuntime runtime() {
		return this.runtime;
	}

	/**
	 * Has the mutex of a lock, which others have for microseconds.
	 * @return whether it was had; if not, no living process is known that keeps it, and
	 * it is free when the dying one is gone
	 * @throws LockFileException if a living process sits on it, or one that the system
	 * does not name for as long as a removal waits
	 */
	boolean lockMutex(EphemeralName name, Duration timeout) {
		if (name.mutex().lockUninterruptibly(Deadline.after(timeout))) {
			return true;
		}
		Path mutex = name.mutex().path();
		if (RecordedHolders.areNeeded(this.runtime) && timeout.compareTo(MUTEX_LIMIT) >= 0) {
			throw LockFailures.stuck(mutex, timeout, UNNAMED);
		}
		List<LockHolder> living = living(mutex);
		if (!living.isEmpty()) {
			throw LockFailures.stuck(mutex, timeout, living.toString());
		}
		return false;
	}

	private List<LockHolder> living(Path mutex) {
		LockHolders table = new LockHolders(this.runtime);
		List<LockHolder> holders = table.of(mutex);
		return (holders.isEmpty() ? table.sharers(mutex) : holders).stream()
			.filter((holder) -> !this.runtime.platform().processes().isDying(holder.pid()))
			.toList();
	}

	/**
	 * Does something to the name of a lock.
	 * @throws LockFileException if somebody sits on the mutex
	 */
	@CanIgnoreReturnValue
	<T> @Nullable T underMutex(LockId id, Function<EphemeralName, @Nullable T> action) {
		return with(id, (name) -> {
			if (!lockMutex(name, MUTEX_LIMIT)) {
				throw LockFailures.stuck(name.mutex().path(), MUTEX_LIMIT, "a process that is dying or unknown");
			}
			@Nullable T result = action.apply(name);
			name.mutex().unlock();
			return result;
		});
	}

	/**
	 * Uses the files of a lock. They are kept if the mutex is certainly not locked
	 * afterwards, and closed if it may be.
	 * @param use uses them, and leaves the mutex unlocked unless it throws
	 */
	<T, E extends Exception> @Nullable T with(LockId id, IdleFiles.Use<EphemeralName, T, E> use) throws E {
		this.runtime.directories().ensure(id.path().getParent());
		return this.idle.use(id.path(),
				() -> new EphemeralName(this, id, id.path().resolveSibling(id.path().getFileName() + this.mutexSuffix)),
				use);
	}

	/**
	 * Takes the name of a lock away from a file that is not ours, under the mutex.
	 * @param <T> what is seen of a file
	 * @param id the lock
	 * @param attempt looks at the file that has the name
	 * @param removable tells whether it may go
	 * @return what was seen, or {@code null} if there is no file
	 * @throws LockFileException if somebody sits on the mutex
	 */
	@CanIgnoreReturnValue
	public <T> @Nullable T removeIf(LockId id, Function<OpenLockFile, T> attempt, Predicate<T> removable) {
		return underMutex(id, (name) -> name.removeIf(attempt, removable));
	}

	/**
	 * Returns the time before which a lock shall not be acquired by those who heed it.
	 * @param id the lock
	 * @return the time; one in the past if there is none
	 * @throws LockFileException if somebody sits on the mutex
	 */
	public Instant notBefore(LockId id) {
		Instant time = underMutex(id, EphemeralName::notBefore);
		return (time != null) ? time : Instant.EPOCH;
	}

	/**
	 * Returns how long ago a file was touched.
	 * @param path the file's path
	 * @param file the open file
	 * @return the time since then; where stamps do not tell, since we first saw it so
	 */
	public Duration age(Path path, OpenLockFile file) {
		return this.ages.of(path, file, this.runtime.directories().isLocal(path.getParent()));
	}

	/**
	 * Finds out who has a lock.
	 * @param finder finds processes, for many locks
	 * @param id the lock
	 * @param format what is in its file
	 * @param selfReported the process of this machine that a file names, if it may have
	 * the lock although nobody has the file locked
	 * @return the holders: those that the kernel tells, or else the one that is announced
	 */
	public List<LockHolder> holders(LockHolders finder, LockId id, LockFileFormat<?> format,
			Function<byte[], OptionalLong> selfReported) {
		List<LockHolder> holders = finder.ofBusy(id.path());
		if (!holders.isEmpty()) {
			return holders;
		}
		try (OpenLockFile current = OpenLockFile.openToLook(this.runtime, NativePath.of(id.path()))) {
			if (current == null) {
				return List.of();
			}
			if (RecordedHolders.areNeeded(this.runtime) && current.isLocked()) {
				return recordedHolders(current, format);
			}
			return selfReported.apply(current.read(format.longest() + 1, 0))
				.stream()
				.mapToObj((pid) -> LockHolders.selfReported(this.runtime, pid))
				.toList();
		}
	}

	/**
	 * Returns the process that the file of a lock names, where the system does not tell
	 * which one has it locked.
	 * @param file the file, which is locked
	 * @param format what is in it
	 * @return the process, if it lives and may have written the file
	 */
	public List<LockHolder> recordedHolders(OpenLockFile file, LockFileFormat<?> format) {
		OptionalLong pid = format.named(file.read(format.longest() + 1, 0));
		return pid.isPresent() ? RecordedHolders.of(this.runtime, pid.getAsLong(), file) : List.of();
	}

	/**
	 * Closes what is kept open, and keeps nothing open from now on.
	 */
	public void close() {
		this.idle.close();
	}

}
