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
