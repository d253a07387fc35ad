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

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.holders.RecordedHolders;
import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.IdleFiles;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.lockfile.PersistentLockFile;
import dev.latchkey.internal.lockfile.TryOutcome;

/**
 * The two files of a claim: the gate, which carries the content, and the announce, which
 * is locked when the content is complete. Held means both locked.
 *
 * <p>
 * Used by one attempt or hold at a time, and kept open between them.
 */
final class ClaimFiles implements IdleFiles.LockFiles {

	/** How long a change of content insists when somebody shares the announce. */
	private static final Duration UPDATE_PATIENCE = Duration.ofSeconds(1);

	private final LockId id;

	/** What is written for those who look for the holder; 0 where the system tells it. */
	private final long recordedPid;

	private final PersistentLockFile gate;

	private final PersistentLockFile announce;

	private long token;

	private boolean announced;

	ClaimFiles(LockRuntime runtime, LockId id) {
		this.id = id;
		this.recordedPid = RecordedHolders.areNeeded(runtime) ? runtime.self().pid() : 0;
		this.gate = new PersistentLockFile(runtime, id.path()).withoutNameCheck();
		this.announce = new PersistentLockFile(runtime, ClaimDirectory.announceOf(id)).checkingLinkCount();
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public Object key() {
		return this.id.name();
	}

	PersistentLockFile gate() {
		return this.gate;
	}

	PersistentLockFile announce() {
		return this.announce;
	}

	/**
	 * Returns the token of the last acquisition.
	 * @return the token
	 */
	long token() {
		return this.token;
	}

	/**
	 * Looks whether somebody has removed or replaced a file.
	 * @return a name that does not lead to our file, or {@code null}
	 */
	@Nullable Path lostName() {
		if (!this.gate.isNamed()) {
			return this.gate.path();
		}
		return this.announce.isNamed() ? null : this.announce.path();
	}

	/**
	 * Go on from a locked gate to a held claim. If that fails, nothing is locked.
	 *
	 * <p>
	 * The early look at the announce keeps readers from taking a half-written successor
	 * for a dying predecessor. The look at the gate's name keeps a holder from being
	 * invisible, and tells the size of what is written, so it comes after that. A killed
	 * process loses its locks from the highest descriptor down, so the announce is above
	 * the gate.
	 * @param bytes the content
	 * @param timeout how long to insist when somebody shares the announce
	 * @return {@code ACQUIRED}, or what is the matter with the announce; {@code MOVED} if
	 * one of the names leads elsewhere
	 */
	TryOutcome completeUnderGate(byte[] bytes, Duration timeout) {
		boolean held = false;
		try {
			OpenLockFile gateFile = this.gate.descriptor();
			OpenLockFile announceFile = this.announce.descriptor();
			announceFile.moveAbove(gateFile);
			if (!announceFile.tryLockShared()) {
				return TryOutcome.BUSY;
			}
			if (!writeContent(gateFile, bytes)) {
				return TryOutcome.REPLACED;
			}
			TryOutcome outcome = lockAnnounce(timeout);
			if (outcome != TryOutcome.ACQUIRED) {
				return outcome;
			}
			this.token = FencingToken.after(Beacon.tokenIn(announceFile), this.announce.path());
			announce(gateFile, announceFile);
			held = true;
			return TryOutcome.ACQUIRED;
		}
		finally {
			if (!held) {
				release();
			}
		}
	}

	/** What is written into a file that has lost its name harms nobody. */
	private static boolean writeContent(OpenLockFile gateFile, byte[] bytes) {
		if (bytes.length > 0) {
			gateFile.write(bytes, 0);
		}
		boolean named = gateFile.isStillNamed();
		if (named) {
			gateFile.cutTo(bytes.length);
		}
		return named;
	}

	/** After a wait the gate may have lost its name. */
	private TryOutcome lockAnnounce(Duration timeout) {
		TryOutcome outcome = this.announce.tryLockOnce();
		if (outcome != TryOutcome.BUSY) {
			return outcome;
		}
		outcome = this.announce.tryLock(timeout);
		return (outcome == TryOutcome.ACQUIRED && !this.gate.isNamed()) ? TryOutcome.REPLACED : outcome;
	}

	/**
	 * Replaces the content of a held claim. The announce is free meanwhile, so readers
	 * see a claim that is being acquired, and nobody else can have it because of the
	 * gate.
	 * @param bytes the content
	 * @return {@code ACQUIRED}, or what keeps the announce from being locked again
	 */
	TryOutcome update(byte[] bytes) {
		OpenLockFile gateFile = this.gate.descriptor();
		OpenLockFile announceFile = this.announce.descriptor();
		this.announced = false;
		announceFile.unlock();
		if (!gateFile.isNamed()) {
			return TryOutcome.REPLACED;
		}
		gateFile.replaceContent(bytes);
		TryOutcome outcome = this.announce.tryLock(UPDATE_PATIENCE);
		if (outcome == TryOutcome.ACQUIRED) {
			announce(gateFile, announceFile);
		}
		return outcome;
	}

	/**
	 * Returns whether the announce is locked behind complete content.
	 * @return whether the last acquisition or change of content came to its end
	 */
	boolean isAnnounced() {
		return this.announced;
	}

	/** Writes the beacon, on which waiters wake. */
	private void announce(OpenLockFile gateFile, OpenLockFile announceFile) {
		if (this.recordedPid != 0) {
			Beacon.writeHolder(announceFile, this.recordedPid);
		}
		Beacon.write(announceFile, gateFile, this.token);
		this.announced = true;
	}

	/** Announces first: others then see a claim that ends, not one that begins. */
	void unlock() {
		try {
			if (this.recordedPid != 0 && this.announced) {
				Beacon.writeHolder(this.announce.descriptor(), 0);
			}
		}
		finally {
			unlockBoth();
		}
	}

	private void unlockBoth() {
		try {
			this.announce.unlock();
		}
		finally {
			this.gate.unlock();
		}
	}

	@Override
	public void release() {
		try {
			this.announce.release();
		}
		finally {
			this.gate.release();
		}
	}

	@Override
	public void close() {
		try {
			this.announce.close();
		}
		finally {
			this.gate.close();
		}
	}

}
