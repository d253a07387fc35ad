package dev.latchkey.heldfile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.LockId;
import dev.latchkey.file.FencingToken;
import dev.latchkey.file.IdleFiles;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.PublishedLockFile;
import dev.latchkey.file.StandingLockFile;
import dev.latchkey.file.TryOutcome;

/**
 * The files of one held file lock: the published file, and {@code <path>.token}, which
 * has the fencing counter and is the mutex under which the name is given and taken.
 *
 * <p>
 * Used by one attempt or release at a time; the mutex is kept open between them.
 */
final class HeldFile implements IdleFiles.LockFiles {

	/** How long to insist at once when somebody shares the lock: we have the mutex. */
	private static final Duration TURN = Duration.ofMillis(50);

	private final LockRuntime runtime;

	private final HeldFileView view;

	private final PublishedLockFile published;

	private final StandingLockFile mutex;

	private final LockId id;

	private long token;

	HeldFile(LockRuntime runtime, HeldFileView view, LockId id) {
		Path path = id.path();
		this.runtime = runtime;
		this.view = view;
		this.id = id;
		this.published = new PublishedLockFile(runtime, path);
		this.mutex = new StandingLockFile(runtime, path.resolveSibling(path.getFileName() + ".token"));
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public Object key() {
		return this.id.path();
	}

	StandingLockFile mutex() {
		return this.mutex;
	}

	/**
	 * Return the fencing token that was computed last.
	 * @return the token
	 */
	long token() {
		return this.token;
	}

	/**
	 * Look at the name, under the mutex, and take it if it is free or its owner is dead.
	 * @return what came of it
	 */
	Look look() {
		LockDescriptor current = this.published.open();
		if (current == null) {
			return Look.ours(this.published.publish(nextRecord()), null);
		}
		boolean kept = false;
		try {
			Look look = judge(current);
			kept = look.file() == current;
			return look;
		}
		finally {
			if (!kept) {
				current.close();
			}
		}
	}

	private Look judge(LockDescriptor current) {
		String content = HeldFileView.read(current);
		HeldRecord record = HeldRecord.parse(content);
		if (!HeldFileView.isLockFile(content, record)) {
			throw new LockFileException(this.id.path(), "exists and is not a lock file", 0,
					"It is left alone: choose another path for the lock, or move the file away");
		}
		TryOutcome outcome = current.tryLock(TURN);
		if (outcome == TryOutcome.PROBED) {
			return new Look(Verdict.PROBED, current, record);
		}
		if (outcome != TryOutcome.ACQUIRED) {
			// A program without flock does not lock, so it is not the owner who does.
			return (record != null && record.isFlocked()) ? alive(current, record) : Look.of(Verdict.PERHAPS_ALIVE);
		}
		try {
			if (!current.isNamed()) {
				return Look.of(Verdict.GONE);
			}
			if (record != null && this.view.isDead(record)) {
				return this.published.remove(current) ? Look.ours(this.published.publish(nextRecord()), record)
						: Look.of(Verdict.GONE);
			}
		}
		finally {
			// What a program without flock holds is not ours to keep locked.
			current.unlock();
		}
		if (!this.view.isStale(current)) {
			return Look.of(Verdict.PERHAPS_ALIVE);
		}
		return Look.oursInstead(this.published.replace(current, nextRecord()), record);
	}

	private Look alive(LockDescriptor current, HeldRecord record) {
		return new Look(this.view.isStale(current) ? Verdict.STALLED : Verdict.ALIVE, current, record);
	}

	/**
	 * Take the name away from a stalled or dead owner, under the mutex.
	 * @return what was seen; the name is gone if that is {@code STALLED} or {@code STALE}
	 */
	HeldFileStatus breakStalled() {
		while (true) {
			LockDescriptor current = this.published.open();
			if (current == null) {
				return this.view.inspect();
			}
			try {
				HeldFileStatus status = this.view.inspect(current);
				if (status.isBreakable() ? this.published.remove(current) : current.isNamed()) {
					return status;
				}
			}
			finally {
				current.close();
			}
		}
	}

	private byte[] nextRecord() {
		this.token = nextToken();
		return HeldRecord.format(this.runtime.platform().processes().self(), UUID.randomUUID(), Instant.now(),
				this.token);
	}

	private long nextToken() {
		LockDescriptor file = this.mutex.descriptor();
		byte[] counter = file.read(Long.BYTES, 0);
		long next = FencingToken.after((counter.length == Long.BYTES) ? littleEndian(counter).getLong() : 0);
		file.write(littleEndian(new byte[Long.BYTES]).putLong(next).array(), 0);
		return next;
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Take the name away from our own file, under the mutex.
	 * @param file our file
	 * @return whether it had the name
	 */
	boolean remove(LockDescriptor file) {
		return this.published.remove(file);
	}

	@Override
	public void close() {
		this.mutex.close();
	}

	/**
	 * What was seen at the name.
	 *
	 * @param verdict what it means
	 * @param file the file to hold, or to wait for
	 * @param record whom it is taken from, or who has it
	 */
	record Look(Verdict verdict, @Nullable LockDescriptor file, @Nullable HeldRecord record) {

		void close() {
			if (this.file != null) {
				this.file.close();
			}
		}

		static Look ours(@Nullable LockDescriptor ours, @Nullable HeldRecord former) {
			return (ours != null) ? new Look(Verdict.OURS, ours, former) : of(Verdict.GONE);
		}

		static Look oursInstead(@Nullable LockDescriptor ours, @Nullable HeldRecord former) {
			return (ours != null) ? new Look(Verdict.OURS_FROM_FOREIGN, ours, former) : of(Verdict.GONE);
		}

		static Look of(Verdict verdict) {
			return new Look(verdict, null, null);
		}

	}

	/**
	 * What the file at the name means.
	 */
	enum Verdict {

		/** We have published ours. */
		OURS,
		/** We have put ours in the place of one of a program without flock. */
		OURS_FROM_FOREIGN,
		/** The kernel says that its owner lives; it can be waited for. */
		ALIVE,
		/** The same, but it has not shown that for a long time. */
		STALLED,
		/** Nobody has it, but somebody shares its lock; that can be waited for. */
		PROBED,
		/** Only time can tell; it must be polled. */
		PERHAPS_ALIVE,
		/** It changed while it was looked at. */
		GONE

	}

}
