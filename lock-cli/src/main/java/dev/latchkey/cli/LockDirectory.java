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

package dev.latchkey.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;

/**
 * The named locks of a directory. Files of idle keys are left to the applications to
 * sweep.
 */
final class LockDirectory implements AutoCloseable {

	private static final Comparator<NamedLock> BY_FILE = Comparator.comparing((lock) -> lock.id().path());

	private final LockRuntime runtime;

	private final NamedLocks locks;

	private LockDirectory(LockRuntime runtime, Path directory) {
		this.runtime = runtime;
		this.locks = new NamedLocks(runtime, directory, LockOptions.defaults(), Duration.ZERO);
	}

	static LockDirectory open(Path directory, boolean shared, Consumer<String> log) {
		return new LockDirectory(
				LockRuntime.builder().shared(shared).log((level, message) -> log.accept(message)).build(), directory);
	}

	void requireExisting() {
		this.runtime.directories().requireExisting(path());
	}

	Path path() {
		return this.locks.path();
	}

	String platform() {
		return this.runtime.platformName();
	}

	List<String> degraded() {
		return this.runtime.degraded();
	}

	NamedLock lock(String name, @Nullable String key) {
		return this.locks.lock(name, key);
	}

	/**
	 * Inspects the locks whose files are locked.
	 * @return what was found, without locks that were released meanwhile
	 */
	List<LockReport> locked() {
		LockHolders table = new LockHolders(this.runtime);
		return this.locks.locked(table)
			.stream()
			.sorted(BY_FILE)
			.map((lock) -> report(lock, table))
			.filter((report) -> !report.isFree())
			.toList();
	}

	/**
	 * Inspects the locks of all files.
	 * @return what was found
	 */
	List<LockReport> all() {
		List<NamedLock> found = new ArrayList<>();
		this.runtime.directories().list(NativePath.of(path()), (name, inode) -> {
			if (name.endsWith(NamedLocks.SUFFIX)) {
				found.add(this.locks.ofFile(path().resolve(name)));
			}
		}, new FileStatus());
		LockHolders table = new LockHolders(this.runtime);
		return found.stream().sorted(BY_FILE).map((lock) -> report(lock, table)).toList();
	}

	private static LockReport report(NamedLock lock, LockHolders table) {
		try {
			return LockReport.of(lock.inspect(table), table.waiters(lock.id().path()));
		}
		catch (LatchkeyException ex) {
			return LockReport.failed(lock.id(), ex);
		}
	}

	/**
	 * Inspects one lock.
	 * @param lock the lock
	 * @return what was found
	 */
	LockReport inspect(NamedLock lock) {
		return LockReport.of(lock.inspect(), new LockHolders(this.runtime).waiters(lock.id().path()));
	}

	@Override
	public void close() {
		this.locks.close();
		this.runtime.close();
	}

}
