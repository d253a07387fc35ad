package dev.latchkey.internal.named;

import java.nio.ByteBuffer;

/**
 * The bytes of the record of one open lock file.
 */
interface RecordBytes {

	/**
	 * Returns the bytes, of which other processes may change the file's.
	 * @return the bytes, little-endian, always the same object
	 */
	ByteBuffer bytes();

	/**
	 * Makes the bytes those of the file.
	 */
	void read();

	/**
	 * Makes what was put into the bytes visible to other processes, before anything is
	 * read that comes after this call.
	 * @param offset where the changed bytes begin
	 * @param length how many there are
	 */
	void write(int offset, int length);

	/**
	 * Gives back what the bytes use. They are not accessed any more.
	 */
	void close();

}
