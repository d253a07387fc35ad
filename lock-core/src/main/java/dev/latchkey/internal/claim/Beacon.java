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
	 * Tell whether this was written by a holder of a given gate.
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
