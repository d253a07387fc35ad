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

package dev.latchkey.internal.pack;

import java.nio.file.Path;

import dev.latchkey.LockTier;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.pack.ManifestLocks;
import dev.latchkey.pack.PackLocks;

/**
 * Where the lock files of packs are, and what they are called.
 */
public final class PackLockFiles implements PackLocks, AutoCloseable {

	private final LockRuntime runtime;

	private final IdleFiles<PackFiles> cache;

	private final String fileName;

	/**
	 * Creates locks.
	 * @param runtime the runtime
	 * @param fileName the name of each pack's lock file, {@value #FILE_NAME} for all
	 * programs that speak the protocol
	 */
	public PackLockFiles(LockRuntime runtime, String fileName) {
		if (fileName.isEmpty() || fileName.contains("/") || fileName.equals(".") || fileName.equals("..")) {
			throw new IllegalArgumentException("The name of a pack's lock file cannot be '" + fileName + "'");
		}
		this.runtime = runtime;
		this.cache = new IdleFiles<>(runtime);
		this.fileName = fileName;
	}

	@Override
	public PackLock pack(Path packDirectory) {
		return lock(new LockLocation(packDirectory, "", this.fileName), LockTier.PER_PACK, LockMode.ALONE);
	}

	@Override
	public boolean addToGitIgnore(Path packDirectory) {
		return new GitIgnoreBlock(packDirectory.resolve(".gitignore")).add(this.fileName);
	}

	@Override
	public PackLock workspace(Path workspace) {
		return lock(new LockLocation(workspace, "", ".grex.sync.lock"), LockTier.WORKSPACE_SYNC, LockMode.ALONE);
	}

	@Override
	public PackLock backend(Path destination) {
		Path name = destination.getFileName();
		if (name == null || name.toString().isEmpty() || name.toString().equals(".") || name.toString().equals("..")) {
			throw new IllegalArgumentException("The destination '" + destination + "' has no name of its own");
		}
		return lock(LockLocation.beside(destination, ".grex-backend.lock"), LockTier.BACKEND, LockMode.ALONE);
	}

	@Override
	public ManifestLocks manifest(Path workspace) {
		LockLocation location = new LockLocation(workspace, ".grex", "events.jsonl.lock");
		return new ManifestLocks(lock(location, LockTier.MANIFEST, LockMode.SHARED),
				lock(location, LockTier.MANIFEST, LockMode.AMONG_SHARERS));
	}

	/**
	 * Closes the files that are kept open for the next acquisition. Locks that are held
	 * stay held, and waits go on. These locks may still be used, but keep no files open
	 * any more.
	 */
	@Override
	public void close() {
		this.cache.close();
	}

	private PackLock lock(LockLocation location, LockTier tier, LockMode mode) {
		return new PackLock(this.runtime, this.cache, location, tier, mode);
	}

}
