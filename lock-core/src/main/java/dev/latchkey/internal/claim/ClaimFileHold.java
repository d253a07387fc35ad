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

package dev.latchkey.internal.claim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.FileHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.TryOutcome;
import dev.latchkey.internal.platform.PlatformFeature;
import dev.latchkey.internal.spawn.ChildStarter;

/**
 * A claim that is held.
 */
final class ClaimFileHold extends FileHold implements ClaimHold {

	private final ClaimFiles files;

	private final IdleFiles<ClaimFiles> cache;

	private final LockRuntime runtime;

	private volatile byte[] content;

	ClaimFileHold(LockRuntime runtime, LockId id, long token, ClaimFiles files, IdleFiles<ClaimFiles> cache,
			byte[] content) {
		super(runtime, id, token, runtime.checkInterval().toNanos());
		this.runtime = runtime;
		this.files = files;
		this.cache = cache;
		this.content = content;
	}

	@Override
	public byte[] content() {
		return this.content.clone();
	}

	@Override
	public void updateContent(byte[] bytes) {
		ClaimDirectory.requireShort(bytes);
		byte[] copy = bytes.clone();
		AtomicReference<TryOutcome> outcome = new AtomicReference<>(TryOutcome.REPLACED);
		// Tells of a loss before anything else is told.
		whileHeld(() -> outcome.set(this.files.update(copy)));
		if (outcome.get() == TryOutcome.SHARED_BY_OTHERS) {
			throw new LockHolders(this.runtime).sharedByOthers(this.files.announce().path());
		}
		if (outcome.get() == TryOutcome.BUSY) {
			throw new LockFileException(this.files.announce().path(),
					"was locked by another program while the content was changed", 0,
					"The claim is still ours: see who locks that file, and change the content again");
		}
		this.content = copy;
	}

	@Override
	public Process transferTo(ProcessBuilder child) throws IOException {
		this.runtime.platform()
			.traits()
			.require(PlatformFeature.INHERITED_LOCKS, "Leaving a claim to a child process",
					"Release the claim, and let the child acquire it.");
		return transfer(() -> {
			if (!this.files.isAnnounced()) {
				throw new IOException("The " + id() + " cannot be left to a child: its last change of content failed, "
						+ "and that could not be mended afterwards. Change the content again first");
			}
			Process started = new ChildStarter(this.runtime).start(child,
					List.of(this.files.gate().descriptor(), this.files.announce().descriptor()));
			this.files.close();
			return started;
		});
	}

	@Override
	protected OpenLockFile lockedFile() {
		return this.files.gate().descriptor();
	}

	@Override
	protected @Nullable Path lostName() {
		return this.files.lostName();
	}

	@Override
	protected void beat() {
		// The kernel tells that we live.
	}

	@Override
	protected void release() {
		this.cache.putUnlocked(this.files, this.files::unlock);
	}

	@Override
	protected void abandon() {
		this.files.release();
	}

}
