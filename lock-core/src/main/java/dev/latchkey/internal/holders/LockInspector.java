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

package dev.latchkey.internal.holders;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockInspection;
import dev.latchkey.LockState;
import dev.latchkey.internal.lockfile.LockFileContext;
import dev.latchkey.internal.lockfile.LockFileReader;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * Inspects one lock without acquiring it, by the file that has its name.
 */
public abstract class LockInspector {

	private final LockFileContext context;

	private final LockId id;

	private final @Nullable LockHolders finder;

	/**
	 * Creates an inspector.
	 * @param context the configuration
	 * @param id the lock
	 * @param finder finds the processes that have a file locked, or {@code null} to ask
	 * the kernel for each inspection
	 */
	protected LockInspector(LockFileContext context, LockId id, @Nullable LockHolders finder) {
		this.context = context;
		this.id = id;
		this.finder = finder;
	}

	/**
	 * Inspects the lock.
	 * @return what was found
	 */
	public LockInspection inspect() {
		LockInspection found = LockFileReader.read(this.context, this.id.path(), this::inspect);
		return (found != null) ? found : free();
	}

	/**
	 * Returns what is found where there is no file.
	 * @return a free lock
	 */
	public final LockInspection free() {
		return new LockInspection(this.id, LockState.FREE, List.of());
	}

	/**
	 * Inspects a file that had the name. The kernel is asked first: a process that has
	 * the file locked holds the lock, whatever the file says.
	 * @param file the open file
	 * @return what was found
	 */
	public abstract LockInspection inspect(OpenLockFile file);

	/**
	 * Returns what finds the processes.
	 * @return the kernel's answer, which is new unless one was given
	 */
	protected final LockHolders finder() {
		return (this.finder != null) ? this.finder : new LockHolders(this.context);
	}

	/**
	 * Finds the processes that hold the lock.
	 * @param locked whether the file was seen to be locked
	 * @return those who have it locked exclusively, as far as the kernel tells
	 */
	protected final List<LockHolder> holders(boolean locked) {
		return locked ? finder().ofBusy(this.id.path()) : List.of();
	}

}
