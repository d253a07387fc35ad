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

package dev.latchkey.internal.writer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.LockFileFormat;
import dev.latchkey.internal.holders.Liveness;
import dev.latchkey.internal.holders.LockHolders;
import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.ProcessIdentity;
import dev.latchkey.internal.writer.WriterLockRecord.Defect;
import dev.latchkey.internal.writer.WriterLockRecord.Malformed;
import dev.latchkey.internal.writer.WriterLockRecord.Valid;

/**
 * Writes and judges the records of writer locks.
 */
final class WriterFormat implements LockFileFormat<WriterFileHold> {

	/** Other programs may have shorter times than these options. */
	private static final Duration LONGEST_REFRESH = Duration.ofSeconds(10);

	private static final SecureRandom random = new SecureRandom();

	private final EphemeralFiles files;

	private final LockId id;

	private final LockOptions options;

	private final ProcessIdentity self;

	private final long bootDigest;

	private final Liveness liveness;

	private @Nullable WriterLockRecord written;

	WriterFormat(EphemeralFiles files, LockId id, LockOptions options) {
		this.files = files;
		this.id = id;
		this.options = options;
		this.self = files.runtime().platform().processes().self();
		this.bootDigest = digest(this.self.bootId());
		this.liveness = new Liveness(files.runtime());
	}

	private static long digest(String bootId) {
		byte[] digest = LockFileNames.sha256().digest(bootId.getBytes(StandardCharsets.UTF_8));
		return ByteBuffer.wrap(digest).getLong();
	}

	@Override
	public int longest() {
		return WriterLockRecord.SIZE;
	}

	@Override
	public byte[] content(long token) {
		WriterLockRecord record = new WriterLockRecord(this.self.pid(), this.self.host(),
				WriterLockRecord.nanos(Instant.now()), new UUID(this.bootDigest, random.nextLong()));
		this.written = record;
		return record.encode();
	}

	@Override
	public WriterFileHold hold(long token, OpenLockFile file) {
		WriterLockRecord record = this.written;
		if (record == null) {
			throw new IllegalStateException("The record of the lock file was written here");
		}
		return new WriterFileHold(this.files, this.id, token, refreshInterval(), file, record);
	}

	private Duration refreshInterval() {
		Duration heartbeat = this.options.heartbeatInterval();
		return (heartbeat.compareTo(LONGEST_REFRESH) < 0) ? heartbeat : LONGEST_REFRESH;
	}

	@Override
	public boolean isLockedByHolder(byte[] content) {
		return WriterLockRecord.decode(content) instanceof Valid valid && isOurs(valid.content());
	}

	/** Returns whether a record was made by Latchkey since this machine was started. */
	private boolean isOurs(WriterLockRecord record) {
		return record.writerId().getMostSignificantBits() == this.bootDigest;
	}

	@Override
	public Judgement judge(byte[] content, Supplier<Duration> age) {
		if (WriterLockRecord.decode(content) instanceof Valid valid) {
			return judge(valid.content(), age);
		}
		Malformed malformed = (Malformed) WriterLockRecord.decode(content);
		requireBeginning(content, malformed);
		if (malformed.defect() == Defect.VERSION) {
			return Judgement.ALIVE;
		}
		return staleIf(age.get(), this.options.staleAfter());
	}

	/** More than a record's bytes are not what a writer has left unfinished. */
	private void requireBeginning(byte[] content, Malformed malformed) {
		if (content.length > WriterLockRecord.SIZE && malformed.defect() != Defect.VERSION) {
			throw new LockFileException(this.id.path(), "exists and is not a writer lock: it " + malformed.problem(), 0,
					"It is left alone: move the file away, or name the data file differently");
		}
	}

	private Judgement judge(WriterLockRecord record, Supplier<Duration> age) {
		if (isOurs(record) && this.files.runtime().directories().isLocal(this.id.path().getParent())) {
			return Judgement.DEAD;
		}
		Duration recordAge = Duration.between(record.time(), Instant.now());
		if (recordAge.isNegative()) {
			recordAge = age.get();
		}
		if (!record.isOfHost(this.self.host())) {
			return staleIf(recordAge, this.options.remoteStaleAfter());
		}
		return mayBeAlive(record) ? Judgement.ALIVE : staleIf(recordAge, this.options.staleAfter());
	}

	/** Zero, and what is beyond the kernel's numbers, is no process. */
	private boolean mayBeAlive(WriterLockRecord record) {
		return record.pid() > 0 && record.pid() <= Integer.MAX_VALUE
				&& this.liveness.mayHaveWritten(record.pid(), record.time());
	}

	private static Judgement staleIf(Duration age, Duration limit) {
		return (age.compareTo(limit) > 0) ? Judgement.STALE : Judgement.ALIVE;
	}

	@Override
	public OptionalLong named(byte[] content) {
		return (WriterLockRecord.decode(content) instanceof Valid valid) ? OptionalLong.of(valid.content().pid())
				: OptionalLong.empty();
	}

	@Override
	public List<LockHolder> holders(LockHolders finder) {
		return this.files.holders(finder, this.id, this, this::selfReported);
	}

	private OptionalLong selfReported(byte[] content) {
		if (WriterLockRecord.decode(content) instanceof Valid valid && !isOurs(valid.content())
				&& valid.content().isOfHost(this.self.host()) && mayBeAlive(valid.content())) {
			return OptionalLong.of(valid.content().pid());
		}
		return OptionalLong.empty();
	}

}
