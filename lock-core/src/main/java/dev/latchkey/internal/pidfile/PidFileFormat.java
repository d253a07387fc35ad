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

package dev.latchkey.internal.pidfile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralHold;
import dev.latchkey.internal.ephemeral.LockFileFormat;
import dev.latchkey.internal.holders.Liveness;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * Writes and judges pid files.
 */
public final class PidFileFormat implements LockFileFormat<EphemeralHold> {

	private final EphemeralFiles files;

	private final LockId id;

	private final Liveness liveness;

	PidFileFormat(EphemeralFiles files, LockId id) {
		this.files = files;
		this.id = id;
		this.liveness = new Liveness(files.runtime());
	}

	@Override
	public int longest() {
		return PidFileContent.LONGEST;
	}

	@Override
	public byte[] content(long token) {
		return PidFileContent.format(this.files.runtime().platform().processes().self().pid());
	}

	/** Whatever the file says: programs without flock do not lock it. */
	@Override
	public boolean isLockedByHolder(byte[] content) {
		return true;
	}

	/**
	 * All who claim write under the mutex, which we have: an empty file is what one of
	 * them left who died.
	 */
	@Override
	public Judgement judge(byte[] content, Supplier<Duration> age) {
		PidFileContent parsed = PidFileContent.parse(content);
		return switch (parsed.form()) {
			case NUMBER -> mayRun(parsed.pid(), age) ? Judgement.ALIVE : Judgement.DEAD;
			case EMPTY -> Judgement.DEAD;
			case MALFORMED -> throw malformed(this.id);
		};
	}

	/**
	 * Returns whether the process that a file names runs, if nobody has the file locked.
	 * @param pid the number in the file
	 * @param age the time since the file was written
	 * @return whether it may be the one that wrote the file
	 */
	boolean mayRun(long pid, Supplier<Duration> age) {
		return this.liveness.mayHaveWritten(pid, Instant.now().minus(age.get()));
	}

	public static LockFileException malformed(LockId id) {
		return new LockFileException(id.path(), "is not a pid file: it has something else than the number of a process",
				0, "It is left alone: move it away, or choose another path for the pid file");
	}

	@Override
	public OptionalLong named(byte[] content) {
		PidFileContent parsed = PidFileContent.parse(content);
		return (parsed.form() == PidFileContent.Form.NUMBER) ? OptionalLong.of(parsed.pid()) : OptionalLong.empty();
	}

	@Override
	public List<LockHolder> holders(LockHolders finder) {
		return this.files.holders(finder, this.id, this, this::namedAlive);
	}

	private OptionalLong namedAlive(byte[] content) {
		OptionalLong pid = named(content);
		boolean alive = pid.isPresent() && this.liveness.mayHaveWritten(pid.getAsLong(), Instant.now());
		return alive ? pid : OptionalLong.empty();
	}

	@Override
	public EphemeralHold hold(long token, OpenLockFile file) {
		return new PidFileHold(this.files, this.id, token, file);
	}

	/**
	 * A pid file that is ours.
	 */
	private static final class PidFileHold extends EphemeralHold {

		PidFileHold(EphemeralFiles files, LockId id, long token, OpenLockFile file) {
			super(files, id, token, files.runtime().checkInterval(), file);
		}

	}

}
