package dev.latchkey.heldfile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockFileException;
import dev.latchkey.file.FencingToken;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.PublishedLockFile;
import dev.latchkey.file.StandingLockFile;
import dev.latchkey.file.TryOutcome;

/**
 * The files of one held file lock: the published file, and {@code <path>.token}, which
 * has the fencing counter and is the mutex under which the name is given and taken.
 */
final class HeldFile {

	private final LockRuntime runtime;

	private final HeldFileOptions options;

	private final PublishedLockFile published;

	private final StandingLockFile mutex;

	private final Path path;

	private long token;

	HeldFile(LockRuntime runtime, HeldFileOptions options, Path path) {
		this.runtime = runtime;
		this.options = options;
		this.path = path;
		this.published = new PublishedLockFile(runtime, path);
		this.mutex = new StandingLockFile(runtime, path.resolveSibling(path.getFileName() + ".token"));
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
	 * Read which process the record names.
	 * @return the record, or {@code null} if there is none
	 */
	@Nullable HeldRecord record() {
		LockDescriptor current = this.published.open();
		if (current == null) {
			return null;
		}
		try {
			return HeldRecord.parse(read(current));
		}
		finally {
			current.close();
		}
	}

	/**
	 * Look at the name, under the mutex, and take it if it is free or its owner is dead.
	 * @return what came of it
	 */
	Look look() {
		LockDescriptor current = this.published.open();
		if (current == null) {
			return Look.taken(this.published.publish(nextRecord()), false);
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
		String content = read(current);
		HeldRecord record = HeldRecord.parse(content);
		requireLockFile(content, record);
		TryOutcome outcome = current.tryLock();
		if (outcome == TryOutcome.PROBED) {
			return Look.probed(current);
		}
		if (outcome != TryOutcome.ACQUIRED) {
			// A program without flock does not lock, so it is not the owner who does.
			return (record != null && record.isFlocked()) ? Look.alive(current) : Look.unknown();
		}
		try {
			if (!current.isNamed()) {
				return Look.gone();
			}
			if (record != null && isDead(record)) {
				return this.published.remove(current) ? Look.taken(this.published.publish(nextRecord()), false)
						: Look.gone();
			}
		}
		finally {
			// What a program without flock holds is not ours to keep locked.
			current.unlock();
		}
		if (ageOf(current).compareTo(this.options.staleAfter()) < 0) {
			return Look.unknown();
		}
		return Look.taken(this.published.replace(current, nextRecord()), true);
	}

	private boolean isDead(HeldRecord record) {
		return record.isKnownToKernel(this.runtime.platform().processes().self().bootId())
				&& this.runtime.directories().isLocal(this.path.getParent());
	}

	/**
	 * The age by the filesystem's own clock, which a touch of the counter reads.
	 */
	private Duration ageOf(LockDescriptor file) {
		LockDescriptor clock = this.mutex.descriptor();
		clock.touch();
		return Duration.ofNanos((clock.modifiedMicros() - file.modifiedMicros()) * 1_000);
	}

	private String read(LockDescriptor file) {
		return new String(file.read(HeldRecord.LONGEST + 1, 0), StandardCharsets.UTF_8);
	}

	private void requireLockFile(String content, @Nullable HeldRecord record) {
		if (record == null && (content.length() > HeldRecord.LONGEST || !HeldRecord.isBeginning(content))) {
			throw new LockFileException(this.path, "exists and is not a lock file", 0,
					"It is left alone: choose another path for the lock, or move the file away");
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
	 * Take the name away again, under the mutex.
	 * @param file our file
	 */
	void remove(LockDescriptor file) {
		// A name that leads elsewhere is somebody else's, and stays.
		boolean unused = this.published.remove(file);
	}

	/**
	 * What was seen at the name.
	 *
	 * @param verdict what it means
	 * @param file the file to hold, or to wait for
	 */
	record Look(Verdict verdict, @Nullable LockDescriptor file) {

		void close() {
			if (this.file != null) {
				this.file.close();
			}
		}

		static Look taken(@Nullable LockDescriptor ours, boolean fromForeign) {
			if (ours == null) {
				return gone();
			}
			return new Look(fromForeign ? Verdict.OURS_FROM_FOREIGN : Verdict.OURS, ours);
		}

		static Look alive(LockDescriptor theirs) {
			return new Look(Verdict.ALIVE, theirs);
		}

		static Look probed(LockDescriptor theirs) {
			return new Look(Verdict.PROBED, theirs);
		}

		static Look unknown() {
			return new Look(Verdict.PERHAPS_ALIVE, null);
		}

		static Look gone() {
			return new Look(Verdict.GONE, null);
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
		/** Nobody has it, but somebody shares its lock; that can be waited for. */
		PROBED,
		/** Only time can tell; it must be polled. */
		PERHAPS_ALIVE,
		/** It changed while it was looked at. */
		GONE

	}

}
