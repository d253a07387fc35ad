package dev.latchkey.file;

import java.time.Instant;

/**
 * Computes fencing tokens: each is greater than the one before, even if the counter was
 * lost or the clock was set back (but not both at once).
 */
public final class FencingToken {

	private FencingToken() {
	}

	/**
	 * Return the token that follows another. The caller keeps others from doing the same.
	 * @param previous the last token, 0 if it is not known
	 * @return the next token, positive
	 */
	public static long after(long previous) {
		Instant now = Instant.now();
		long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
		return Math.max(Math.max(0, previous) + 1, micros);
	}

}
