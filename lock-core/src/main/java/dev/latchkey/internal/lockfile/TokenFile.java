package dev.latchkey.internal.lockfile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * What is in the standing file of a published lock: the fencing counter, 8 bytes at
 * offset 0, and perhaps the time before which the lock is left alone by those who heed
 * it, microseconds since 1970, 8 bytes at offset 8. Both little-endian, and read and
 * changed under the file's lock only. A file without the time ends after the counter.
 */
public final class TokenFile {

	private static final int NOT_BEFORE = Long.BYTES;

	/** What is later was not written by us, and counts as no time. */
	private static final Instant LATEST = Instant.EPOCH.plus(FencingToken.GREATEST_PLAUSIBLE, ChronoUnit.MICROS);

	private final OpenLockFile file;

	/**
	 * Create a view of a file.
	 * @param file the file, locked
	 */
	public TokenFile(OpenLockFile file) {
		this.file = file;
	}

	/**
	 * Count on.
	 * @param notBefore the time to be written with it, in the same step; {@code null} to
	 * leave what is there
	 * @return the next fencing token
	 */
	public long next(@Nullable Instant notBefore) {
		long next = FencingToken.after(read(0), this.file.path());
		byte[] bytes = new byte[(notBefore != null) ? 2 * Long.BYTES : Long.BYTES];
		littleEndian(bytes).putLong(0, next);
		if (notBefore != null) {
			littleEndian(bytes).putLong(NOT_BEFORE, micros(notBefore));
		}
		this.file.write(bytes, 0);
		return next;
	}

	/**
	 * Tell whether the time has not come.
	 * @param now the present moment
	 * @return whether it is later; {@code false} if there is none
	 */
	public boolean isBeforeTime(Instant now) {
		return now.isBefore(notBefore());
	}

	/**
	 * Returns the time.
	 * @return the time, 1970 if there is none or none that is plausible
	 */
	public Instant notBefore() {
		long micros = read(NOT_BEFORE);
		return FencingToken.instant(FencingToken.plausible(micros));
	}

	/**
	 * Change the time.
	 * @param notBefore the time
	 */
	public void notBefore(Instant notBefore) {
		this.file.write(littleEndian(new byte[Long.BYTES]).putLong(micros(notBefore)).array(), NOT_BEFORE);
	}

	private long read(int offset) {
		byte[] bytes = this.file.read(Long.BYTES, offset);
		return (bytes.length == Long.BYTES) ? littleEndian(bytes).getLong() : 0;
	}

	/** What is too far away is as far as can be. */
	private static long micros(Instant time) {
		Instant written = time.isBefore(LATEST) ? time : LATEST;
		return written.getEpochSecond() * 1_000_000 + written.getNano() / 1_000;
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

}
