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

package dev.latchkey.internal.named;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import dev.latchkey.internal.lockfile.FencingToken;
import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.ProcessIdentity;

/**
 * What a lock file says: 256 bytes, described in {@code docs/protocols.md}, "Named
 * locks". The kernel decides who holds the lock; the record has the fencing token, the
 * mark of a break, and what is reported of a holder.
 *
 * <p>
 * The holder changes the record, but for the mark, which is changed under the mutex of
 * the directory. The mark and the token decide together: a breaker writes the mark and
 * then reads the token, a holder writes the token and then reads the mark, so that one of
 * the two sees the other.
 */
final class NamedRecord {

	/** The size of a record in bytes. */
	static final int SIZE = 256;

	private static final byte[] MAGIC = "LATCHKY1".getBytes(StandardCharsets.US_ASCII);

	private static final long MAGIC_NUMBER = ByteBuffer.wrap(MAGIC).order(ByteOrder.LITTLE_ENDIAN).getLong();

	/** The mark of a holder without a token; no token is so. */
	private static final long NO_TOKEN = -1;

	private static final int MARK = 8;

	private static final int TOKEN = 16;

	private static final int SINCE = 24;

	private static final int USED = 32;

	private static final int BEAT = 40;

	private static final int STALE_AFTER = 48;

	private static final int NOT_BEFORE = 56;

	private static final int PID = 64;

	private static final int START = 72;

	private static final int PID_NAMESPACE = 80;

	private static final int HOST = 88;

	private final RecordBytes file;

	private final ByteBuffer bytes;

	NamedRecord(RecordBytes file) {
		this.file = file;
		this.bytes = file.bytes();
	}

	/**
	 * Returns whether content is what a file has before its first record is complete:
	 * zeros, but for a mark and a token. A record that was cut off is incomplete too.
	 * @param content the content, at most one byte more than a record has
	 * @return whether a record may be written in its place
	 */
	static boolean isIncomplete(byte[] content) {
		int begun = Math.min(MAGIC.length, content.length);
		boolean cut = content.length < SIZE && Arrays.equals(content, 0, begun, MAGIC, 0, begun);
		return cut || (content.length <= SIZE && isUnwritten(content));
	}

	private static boolean isUnwritten(byte[] content) {
		for (int i = 0; i < content.length; i++) {
			if (content[i] != 0 && (i < MARK || i >= SINCE)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the fencing token of an incomplete record.
	 * @param content the content
	 * @return the token, or 0 if the content has no plausible one
	 */
	static long incompleteToken(byte[] content) {
		if (content.length < TOKEN + Long.BYTES) {
			return 0;
		}
		return FencingToken.plausible(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong(TOKEN));
	}

	/**
	 * Completes a record that no process has used yet. The mark is left as it is, and the
	 * beginning by which the record is recognised is written last: it has its token then.
	 * @param file the file, locked
	 * @param token the last fencing token that is known, or 0
	 */
	static void complete(OpenLockFile file, long token) {
		byte[] record = new byte[SIZE - TOKEN];
		ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putLong(0, token);
		file.write(record, TOKEN);
		file.write(MAGIC, 0);
	}

	/**
	 * Reads the record of a file that is not mapped.
	 * @param file the open file
	 * @return a copy of its record, as it is now
	 */
	static NamedRecord copyOf(OpenLockFile file) {
		NamedRecord record = new NamedRecord(new CopiedBytes(file));
		record.read();
		return record;
	}

	/**
	 * Makes this record what the file says now.
	 */
	void read() {
		this.file.read();
	}

	/**
	 * Returns whether the bytes are a record at all.
	 * @return whether they begin as a record does
	 */
	boolean isRecord() {
		return this.bytes.getLong(0) == MAGIC_NUMBER;
	}

	/**
	 * Writes that the lock is held from now on. The fields of the last holder are changed
	 * while the record says that no process holds the lock, and the heartbeat comes
	 * before the token: a token beside an older heartbeat would be taken for a stalled
	 * holder.
	 * @param self this process
	 * @param token the fencing token
	 * @param now when the lock was acquired, microseconds since 1970
	 * @param staleAfterMillis how long the holder may not show that it lives
	 * @param notBefore before which time the lock shall not be acquired, microseconds
	 * since 1970, or 0 to leave what is there
	 */
	void begin(ProcessIdentity self, long token, long now, long staleAfterMillis, long notBefore) {
		if (since() != 0) {
			end();
		}
		showLife();
		this.bytes.putLong(TOKEN, token);
		if (!isBy(self)) {
			writeHolder(self);
		}
		this.bytes.putLong(USED, now);
		this.bytes.putLong(STALE_AFTER, staleAfterMillis);
		if (notBefore != 0) {
			this.bytes.putLong(NOT_BEFORE, notBefore);
		}
		VarHandle.releaseFence();
		this.bytes.putLong(SINCE, now);
		this.file.write(TOKEN, SIZE - TOKEN);
	}

	private void writeHolder(ProcessIdentity self) {
		this.bytes.putLong(PID, self.pid());
		this.bytes.putLong(START, self.startTicks());
		this.bytes.putLong(PID_NAMESPACE, self.pidNamespace());
		byte[] host = Arrays.copyOf(self.host().getBytes(StandardCharsets.UTF_8), SIZE - HOST);
		for (int i = 0; i < host.length; i++) {
			this.bytes.put(HOST + i, host[i]);
		}
	}

	private boolean isBy(ProcessIdentity self) {
		return pid() == self.pid() && this.bytes.getLong(START) == self.startTicks()
				&& pidNamespace() == self.pidNamespace();
	}

	/**
	 * Writes that no process holds the lock.
	 */
	void end() {
		this.bytes.putLong(SINCE, 0);
		this.file.write(SINCE, Long.BYTES);
	}

	/**
	 * Writes that the holder lives, by the machine's monotonic clock.
	 */
	void showLife() {
		this.bytes.putLong(BEAT, System.nanoTime());
		this.file.write(BEAT, Long.BYTES);
	}

	/**
	 * Writes the time before which the lock shall not be acquired.
	 * @param micros microseconds since 1970
	 */
	void changeNotBefore(long micros) {
		this.bytes.putLong(NOT_BEFORE, micros);
		this.file.write(NOT_BEFORE, Long.BYTES);
	}

	/**
	 * Marks a hold as broken. Only under the mutex of the directory.
	 * @param token the token of the hold, or 0 if the holder has written none yet
	 */
	void mark(long token) {
		writeMark((token != 0) ? token : NO_TOKEN);
	}

	/**
	 * Takes a mark back. Only under the mutex of the directory.
	 */
	void unmark() {
		writeMark(0);
	}

	private void writeMark(long mark) {
		this.bytes.putLong(MARK, mark);
		this.file.write(MARK, Long.BYTES);
	}

	/**
	 * Returns the token of the hold that was broken last.
	 * @return the token, or 0 if none was
	 */
	long mark() {
		return this.bytes.getLong(MARK);
	}

	/**
	 * Returns the fencing token of the last acquisition.
	 * @return the token, or 0 if there was none
	 */
	long token() {
		return this.bytes.getLong(TOKEN);
	}

	/**
	 * Returns since when the lock is held.
	 * @return microseconds since 1970, or 0 if it was released
	 */
	long since() {
		return this.bytes.getLong(SINCE);
	}

	/**
	 * Returns when the lock was acquired last.
	 * @return microseconds since 1970, or 0 if it never was
	 */
	long used() {
		return this.bytes.getLong(USED);
	}

	/**
	 * Returns when the holder showed last that it lives.
	 * @return nanoseconds of the machine's monotonic clock
	 */
	long lastBeat() {
		return this.bytes.getLong(BEAT);
	}

	/**
	 * Returns how long a holder may not show that it lives before it counts as stalled.
	 * @return milliseconds
	 */
	long staleAfterMillis() {
		return this.bytes.getLong(STALE_AFTER);
	}

	/**
	 * Returns before which time the lock shall not be acquired.
	 * @return microseconds since 1970, or 0 for no such time
	 */
	long notBefore() {
		return this.bytes.getLong(NOT_BEFORE);
	}

	/**
	 * Returns the process that acquired the lock last.
	 * @return its number in its namespace
	 */
	long pid() {
		return this.bytes.getLong(PID);
	}

	/**
	 * Returns the namespace that the process number is from.
	 * @return the inode number of the namespace, or 0 if it is not known
	 */
	long pidNamespace() {
		return this.bytes.getLong(PID_NAMESPACE);
	}

	void close() {
		this.file.close();
	}

}
