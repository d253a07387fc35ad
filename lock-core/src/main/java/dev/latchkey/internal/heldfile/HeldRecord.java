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

package dev.latchkey.internal.heldfile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockOptions;
import dev.latchkey.internal.lockfile.UtcTime;
import dev.latchkey.internal.platform.ProcessIdentity;

/**
 * The one line of a held lock's file: process id, owner and time, as the plain protocol
 * has them, then words of our own.
 *
 * @param pid the process that holds the lock
 * @param owner tells this acquisition from all others
 * @param time when it was acquired, or {@code null} if the text is no time that there is
 * @param words our own words, empty for a program that takes no flock
 */
record HeldRecord(long pid, UUID owner, @Nullable Instant time, String words) {

	/** The longest content that can be a record. */
	static final int LONGEST = 4096;

	private static final String TOKEN = " token=";

	private static final String STALE_AFTER = " stale=";

	private static final String LINE_ENDS = "\r\u0085\u2028\u2029";

	private static final int MOST_DIGITS = 18;

	private static final Duration DEFAULT_STALE_AFTER = LockOptions.defaults().staleAfter();

	private static final Duration LONGEST_STALE_AFTER = Duration.ofMillis(999_999_999_999_999_999L);

	/** What is in each record of this process. */
	private static volatile @Nullable Own own;

	/**
	 * Formats the record of an acquisition.
	 * @param self this process
	 * @param owner tells this acquisition from all others
	 * @param now the time of the acquisition
	 * @param token the fencing token
	 * @param staleAfter how long the holder may not touch the file before it counts as
	 * stalled; written if it is not the default
	 * @return the bytes of the line
	 */
	static byte[] format(ProcessIdentity self, UUID owner, Instant now, long token, Duration staleAfter) {
		Own own = ownOf(self);
		StringBuilder line = new StringBuilder(256).append(own.beforeOwner).append(owner).append(' ');
		UtcTime.append(line, now);
		line.append(own.afterTime).append(token).append(staleWord(staleAfter)).append('\n');
		return line.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static Own ownOf(ProcessIdentity self) {
		Own known = own;
		if (known == null || !known.self.equals(self)) {
			known = Own.of(self);
			own = known;
		}
		return known;
	}

	/** Rounds up: a holder must not look stalled before its own time. */
	private static String staleWord(Duration staleAfter) {
		if (staleAfter.equals(DEFAULT_STALE_AFTER)) {
			return "";
		}
		Duration written = (staleAfter.compareTo(LONGEST_STALE_AFTER) < 0) ? staleAfter.plusNanos(999_999)
				: LONGEST_STALE_AFTER;
		return " stale=" + written.toMillis();
	}

	/**
	 * Reads a record.
	 * @param content the file's content
	 * @return the record, or {@code null} if it is none, or not yet a whole one
	 */
	static @Nullable HeldRecord parse(String content) {
		return new HeldRecordScanner(content).read();
	}

	/**
	 * Returns the fencing token that the record tells.
	 * @return the token, or {@code null} if there is none
	 */
	@Nullable Long token() {
		long token = number(TOKEN);
		return (token >= 0) ? token : null;
	}

	/**
	 * Returns how long a holder that keeps the file flocked may not touch it before it
	 * counts as stalled.
	 * @return what the record says, or the default
	 */
	Duration staleAfter() {
		long millis = number(STALE_AFTER);
		return (millis >= 0) ? Duration.ofMillis(millis) : DEFAULT_STALE_AFTER;
	}

	/** Returns the number in the first word that has one, -1 if none has. */
	private long number(String key) {
		for (int at = this.words.indexOf(key); at >= 0; at = this.words.indexOf(key, at + 1)) {
			int start = at + key.length();
			int end = start;
			while (end < this.words.length() && this.words.charAt(end) >= '0' && this.words.charAt(end) <= '9') {
				end++;
			}
			if (end > start && end - start <= MOST_DIGITS && isEndOfWord(end)) {
				return Long.parseLong(this.words, start, end, 10);
			}
		}
		return -1;
	}

	/** Another program may end its line with a carriage return as well. */
	private boolean isEndOfWord(int at) {
		int left = this.words.length() - at;
		return left == 0 || this.words.charAt(at) == ' '
				|| (left == 1 && LINE_ENDS.indexOf(this.words.charAt(at)) >= 0);
	}

	/**
	 * Returns whether content may be a record that is just being written.
	 * @param content the file's content
	 * @return whether more bytes could make it a record
	 */
	static boolean isBeginning(String content) {
		HeldRecordScanner scanner = new HeldRecordScanner(content);
		return scanner.read() == null && scanner.isAtEnd();
	}

	/**
	 * Returns whether the holder keeps the file flocked, and did so since this machine
	 * was started: then the kernel knows whether it lives.
	 * @param bootId this start of the machine
	 * @return whether the kernel can be asked
	 */
	boolean isKnownToKernel(String bootId) {
		return isFlocked() && this.words.contains(" boot=" + bootId + " ");
	}

	/**
	 * Returns whether the holder's process number is one of a pid namespace.
	 * @param inode the inode of the namespace
	 * @return whether the record says so
	 */
	boolean isOfPidNamespace(long inode) {
		return this.words.contains(" pidns=" + inode + " ");
	}

	/**
	 * Returns whether the holder keeps the file flocked.
	 * @return whether the record says so
	 */
	boolean isFlocked() {
		return this.words.startsWith(" flock ");
	}

	/**
	 * The words that all records of a process have in common.
	 */
	private record Own(ProcessIdentity self, String beforeOwner, String afterTime) {

		static Own of(ProcessIdentity self) {
			return new Own(self, self.pid() + " ", " flock boot=" + self.bootId() + " pidns=" + self.pidNamespace()
					+ " start=" + self.startTicks() + " host=" + withoutSpace(self.host()) + TOKEN);
		}

		/** A word has no space: what there is of it in a row becomes one underscore. */
		private static String withoutSpace(String host) {
			StringBuilder word = new StringBuilder();
			boolean space = false;
			for (int i = 0; i < host.length(); i++) {
				char character = host.charAt(i);
				boolean isSpace = character == ' ' || (character >= '\t' && character <= '\r');
				if (!isSpace) {
					word.append(character);
				}
				else if (!space) {
					word.append('_');
				}
				space = isSpace;
			}
			return word.toString();
		}

	}

}
