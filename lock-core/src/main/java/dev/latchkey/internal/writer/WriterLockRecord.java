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
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * What a writer lock's file says: 104 bytes, numbers little-endian. See
 * {@code docs/protocols.md}, "Writer locks".
 *
 * <pre>
 *   0  magic "FLVR"
 *   4  process id, unsigned
 *   8  host name, UTF-8, at most 62 bytes, then zeros
 *  72  time of writing, nanoseconds since 1970, unsigned
 *  80  writer id, 16 bytes
 *  96  version, 1
 * 100  CRC-32 of all before it
 * </pre>
 *
 * @param pid the process that writes, 0 to 2^32 - 1
 * @param host the name of its machine; what is beyond 62 bytes of UTF-8 is not written
 * @param timeNanos when the record was written, in nanoseconds since 1970, unsigned
 * @param writerId tells this acquisition from all others
 */
public record WriterLockRecord(long pid, String host, long timeNanos, UUID writerId) {

	/** The size of a record in bytes. */
	public static final int SIZE = 104;

	private static final byte[] MAGIC = "FLVR".getBytes(StandardCharsets.US_ASCII);

	private static final int PID_AT = 4;

	private static final int HOST_AT = 8;

	private static final int HOST_SIZE = 62;

	private static final int TIME_AT = 72;

	private static final int WRITER_ID_AT = 80;

	private static final int VERSION_AT = 96;

	private static final int VERSION = 1;

	private static final int CRC_AT = 100;

	private static final long LARGEST_PID = 0xffffffffL;

	private static final long NANOS_PER_SECOND = 1_000_000_000;

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if the process id does not fit
	 */
	public WriterLockRecord {
		if (pid < 0 || pid > LARGEST_PID) {
			throw new IllegalArgumentException("A process id of " + pid + " does not fit into 32 bits");
		}
	}

	/**
	 * Returns the time of writing, in nanoseconds since 1970, of a moment.
	 * @param moment the moment, from 1970 to 2554
	 * @return the nanoseconds
	 */
	public static long nanos(Instant moment) {
		return moment.getEpochSecond() * NANOS_PER_SECOND + moment.getNano();
	}

	/**
	 * Returns when the record was written, by its writer's clock.
	 * @return the moment
	 */
	public Instant time() {
		return Instant.ofEpochSecond(Long.divideUnsigned(this.timeNanos, NANOS_PER_SECOND),
				Long.remainderUnsigned(this.timeNanos, NANOS_PER_SECOND));
	}

	/**
	 * Returns whether the record was written on a machine.
	 * @param name the machine's name; only its first 62 bytes count, as in the record
	 * @return whether it was
	 */
	public boolean isOfHost(String name) {
		return cut(this.host).equals(cut(name));
	}

	/** A character that is cut in two becomes the same sign on both sides. */
	private static String cut(String name) {
		return new String(hostBytes(name), StandardCharsets.UTF_8);
	}

	private static byte[] hostBytes(String name) {
		byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
		return (bytes.length > HOST_SIZE) ? Arrays.copyOf(bytes, HOST_SIZE) : bytes;
	}

	/**
	 * Writes the record.
	 * @return its bytes
	 */
	public byte[] encode() {
		ByteBuffer bytes = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
		bytes.put(0, MAGIC).putInt(PID_AT, (int) this.pid).put(HOST_AT, hostBytes(this.host));
		bytes.putLong(TIME_AT, this.timeNanos).putInt(VERSION_AT, VERSION);
		bytes.order(ByteOrder.BIG_ENDIAN)
			.putLong(WRITER_ID_AT, this.writerId.getMostSignificantBits())
			.putLong(WRITER_ID_AT + Long.BYTES, this.writerId.getLeastSignificantBits());
		return bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(CRC_AT, crc(bytes.array())).array();
	}

	private static int crc(byte[] record) {
		CRC32 crc = new CRC32();
		crc.update(record, 0, CRC_AT);
		return (int) crc.getValue();
	}

	/**
	 * Reads a record.
	 * @param content what a file says
	 * @return the record, or what is wrong with it
	 */
	public static Decoded decode(byte[] content) {
		int length = Math.min(content.length, MAGIC.length);
		if (!Arrays.equals(content, 0, length, MAGIC, 0, length)) {
			return new Malformed(Defect.MAGIC, "does not begin with FLVR");
		}
		if (content.length < SIZE) {
			return new Malformed(Defect.SHORT, "has " + content.length + " bytes instead of " + SIZE);
		}
		ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
		int version = bytes.getInt(VERSION_AT);
		if (Integer.compareUnsigned(version, VERSION) > 0) {
			return new Malformed(Defect.VERSION, "has the unknown version " + Integer.toUnsignedString(version));
		}
		if (content.length > SIZE) {
			return new Malformed(Defect.LONG, "has more than " + SIZE + " bytes");
		}
		int crc = crc(content);
		if (bytes.getInt(CRC_AT) != crc) {
			return new Malformed(Defect.CHECKSUM,
					String.format("has the checksum %08x instead of %08x", bytes.getInt(CRC_AT), crc));
		}
		if (version != VERSION) {
			return new Malformed(Defect.VERSION, "has the impossible version 0");
		}
		return new Valid(new WriterLockRecord(Integer.toUnsignedLong(bytes.getInt(PID_AT)), host(content),
				bytes.getLong(TIME_AT), writerId(bytes)));
	}

	private static String host(byte[] content) {
		int end = HOST_AT;
		while (end < TIME_AT && content[end] != 0) {
			end++;
		}
		return new String(content, HOST_AT, end - HOST_AT, StandardCharsets.UTF_8);
	}

	private static UUID writerId(ByteBuffer bytes) {
		bytes.order(ByteOrder.BIG_ENDIAN);
		return new UUID(bytes.getLong(WRITER_ID_AT), bytes.getLong(WRITER_ID_AT + Long.BYTES));
	}

	/**
	 * What came of reading a record.
	 */
	public sealed interface Decoded {

	}

	/**
	 * A whole record.
	 *
	 * @param content the record
	 */
	public record Valid(WriterLockRecord content) implements Decoded {

	}

	/**
	 * No record, or not a whole one.
	 *
	 * @param defect what is wrong
	 * @param problem the same for people, as in "has 7 bytes instead of 104"
	 */
	public record Malformed(Defect defect, String problem) implements Decoded {

	}

	/**
	 * What may be wrong with a record.
	 */
	public enum Defect {

		/** It does not begin as records do. */
		MAGIC,
		/** Bytes are missing at its end. */
		SHORT,
		/** Bytes follow it. */
		LONG,
		/**
		 * A later version, whose meaning is not known; nor is its size, or where it has a
		 * checksum.
		 */
		VERSION,
		/** A byte was changed, or not all were written. */
		CHECKSUM

	}

}
