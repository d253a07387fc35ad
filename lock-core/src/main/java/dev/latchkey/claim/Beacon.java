package dev.latchkey.claim;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import dev.latchkey.file.LockDescriptor;

/**
 * What a holder writes at the beginning of the announce when its content is complete: the
 * byte 1, the lower seven bytes of the gate's inode number, and the token, all
 * little-endian. The original program writes the first byte only, so the rest may be that
 * of an earlier hold.
 *
 * @param gate the lower seven bytes of the gate's inode number, or 0
 * @param token the token of the last hold that has one, or 0
 */
record Beacon(long gate, long token) {

	private static final int SIZE = 16;

	private static final int TOKEN_OFFSET = 8;

	static Beacon of(LockDescriptor gate, long token) {
		return new Beacon(sevenBytes(gate), token);
	}

	private static long sevenBytes(LockDescriptor gate) {
		return gate.inode() & -1L >>> Byte.SIZE;
	}

	static Beacon readFrom(LockDescriptor announce) {
		byte[] bytes = announce.read(SIZE, 0);
		if (bytes.length < SIZE) {
			return new Beacon(0, 0);
		}
		ByteBuffer buffer = littleEndian(bytes);
		return new Beacon(buffer.getLong(0) >>> Byte.SIZE, buffer.getLong(TOKEN_OFFSET));
	}

	void writeTo(LockDescriptor announce) {
		byte[] bytes = new byte[SIZE];
		littleEndian(bytes).putLong(0, this.gate << Byte.SIZE | 1).putLong(TOKEN_OFFSET, this.token);
		announce.write(bytes, 0);
	}

	/**
	 * Tell whether this was written by a holder of a given gate.
	 * @param gate the gate
	 * @return whether it was
	 */
	boolean names(LockDescriptor gate) {
		return this.gate == sevenBytes(gate);
	}

	private static ByteBuffer littleEndian(byte[] bytes) {
		return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
	}

}
