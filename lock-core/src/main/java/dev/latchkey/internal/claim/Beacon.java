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

package dev.latchkey.internal.claim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * What a holder writes at the beginning of the announce when its content is complete: the
 * character 1, the lower seven bytes of the gate's inode number, and the token, both
 * little-endian. The original program writes the first byte only, so the rest may be that
 * of an earlier hold.
 *
 * @param gate the lower seven bytes of the gate's inode number, or 0
 * @param token the token of the last hold that has one, or 0
 */
record Beacon(long gate, long token) {

	/** The first byte, in ASCII. What it is when read does not matter. */
	private static final byte HELD = '1';

	private static final int SIZE = 16;

	private static final int TOKEN_OFFSET = 8;

	private static final int PID_OFFSET = 16;

	private static long sevenBytes(OpenLockFile gate) {
		return gate.inode() & -1L >>> Byte.SIZE;
	}

	static Beacon readFrom(OpenLockFile announce) {
		return decode(announce.read(SIZE, 0));
	}

	/**
	 * Reads the token only, without garbage.
	 * @param announce the announce
	 * @return the token of the last hold that has one, or 0
	 */
	static long tokenIn(OpenLockFile announce) {
		return announce.readLong(TOKEN_OFFSET);
	}

	/**
	 * Writes the beacon of a hold, without garbage.
	 * @param announce the announce
	 * @param gate the gate
	 * @param token the token of the hold
	 */
	static void write(OpenLockFile announce, OpenLockFile gate, long token) {
		announce.writeLongs(firstWord(sevenBytes(gate)), token, 0);
	}

	/**
	 * Writes behind the beacon which process has the claim, where only that tells it.
	 * @param announce the announce
	 * @param pid the process, or 0 if none has it any more
	 */
	static void writeHolder(OpenLockFile announce, long pid) {
		announce.writeLong(pid, PID_OFFSET);
	}

	/**
	 * Reads which process has the claim.
	 * @param announce the announce
	 * @return the process, or 0 if the announce tells none
	 */
	static long holderIn(OpenLockFile announce) {
		return announce.readLong(PID_OFFSET);
	}

	private static long firstWord(long gate) {
		return gate << Byte.SIZE | HELD;
	}

	static Beacon decode(byte[] bytes) {
		if (bytes.length < SIZE) {
			return new Beacon(0, 0);
		}
		ByteBuffer buffer = littleEndian(bytes);
		return new Beacon(buffer.getLong(0) >>> Byte.SIZE, buffer.getLong(TOKEN_OFFSET));
	}

	byte[] encode() {
		byte[] bytes = new byte[SIZE];
		littleEndian(bytes).putLong(0, firstWord(this.gate)).putLong(TOKEN_OFFSET, this.token);
		return bytes;
	}

	/**
	 * Returns whether this was written by a holder of a given gate.
	 * @param gate the gate
	 * @return whether it was
	 */
	boolean names(OpenLockFile gate) {
		return this.gate == sevenBytes(gate);
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

}
