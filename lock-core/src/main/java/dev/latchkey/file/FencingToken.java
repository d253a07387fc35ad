package dev.latchkey.file;

import java.time.Instant;

/**
 * Computes fencing tokens: each is greater than the one before, even if the counter was
 * lost or the clock was set back (but not both at once).
 */
public final class FencingToken {

	/** The year 3000: what is greater was not written by a program that counts tokens. */
	private static final long GREATEST_PLAUSIBLE = 32_503_680_000_000_000L;

	private FencingToken() {
	}

	/**
	 * Return the token that follows another. The caller keeps others from doing the same.
	 * @param previous the last token, 0 if it is not known. One that is not plausible,
	 * negative or later than the year 3000, is taken for unknown: were it counted on,
	 * what has seen the next token would refuse all that come after the file is mended
	 * @return the next token, positive
	 */
	public static long after(long previous) {
		Instant now = Instant.now();
		long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
		boolean plausible = previous > 0 && previous <= GREATEST_PLAUSIBLE;
		return plausible ? Math.max(previous + 1, micros) : micros;
	}

}
