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

package dev.latchkey.internal.lockfile;

import java.nio.file.Path;
import java.time.Instant;

import dev.latchkey.LockFileException;

/**
 * Computes fencing tokens: each is greater than the one before, even if the counter was
 * lost or the clock was set back (but not both at once).
 */
public final class FencingToken {

	/** The year 3000: what is greater was not written by a program that counts tokens. */
	public static final long GREATEST_PLAUSIBLE = 32_503_680_000_000_000L;

	private static final Instant LATEST = instant(GREATEST_PLAUSIBLE);

	private FencingToken() {
	}

	/**
	 * Returns the token that follows another. The caller keeps others from doing the
	 * same.
	 * @param previous the last token, 0 if it is not known. One that is not plausible,
	 * negative or later than the year 3000, is taken for unknown: were it counted on,
	 * what has seen the next token would refuse all that come after the file is mended
	 * @param file where the counter is
	 * @return the next token, positive and plausible
	 * @throws LockFileException if the last token is the greatest plausible one: the next
	 * would be taken for unknown, and the tokens go back
	 */
	public static long after(long previous, Path file) {
		return after(previous, now(), file);
	}

	/**
	 * Returns the token that follows another, as {@link #after(long, Path)} does.
	 * @param previous the last token, 0 if it is not known
	 * @param now the microseconds since 1970
	 * @param file where the counter is
	 * @return the next token, positive and plausible
	 * @throws LockFileException if the last token is the greatest plausible one
	 */
	public static long after(long previous, long now, Path file) {
		long next = (plausible(previous) > 0) ? Math.max(previous + 1, now) : now;
		if (next > GREATEST_PLAUSIBLE) {
			throw new LockFileException(file, "has reached the last fencing token, " + GREATEST_PLAUSIBLE, 0,
					"Something else has written into it. Correct the counter, or remove the file if nothing remembers "
							+ "the tokens");
		}
		return next;
	}

	/**
	 * Returns the token that follows no other.
	 * @return the microseconds since 1970
	 */
	public static long now() {
		return unlimitedMicros(Instant.now());
	}

	/**
	 * Returns the microseconds of a time. Later times count as the year 3000.
	 * @param time the time
	 * @return the microseconds since 1970, at most those of the year 3000
	 */
	public static long micros(Instant time) {
		return time.isBefore(LATEST) ? unlimitedMicros(time) : GREATEST_PLAUSIBLE;
	}

	private static long unlimitedMicros(Instant time) {
		return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
	}

	/**
	 * Returns the time that a token of that time stands for.
	 * @param micros microseconds since 1970
	 * @return the time
	 */
	public static Instant instant(long micros) {
		return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
	}

	/**
	 * Returns a token, or a time of tokens, if a program of Latchkey can have written it.
	 * @param micros microseconds since 1970
	 * @return the same, or 0 if it is negative or later than the year 3000
	 */
	public static long plausible(long micros) {
		return (micros > 0 && micros <= GREATEST_PLAUSIBLE) ? micros : 0;
	}

}
