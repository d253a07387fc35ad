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

package dev.latchkey.internal.platform.portable;

import java.nio.ByteBuffer;

import dev.latchkey.internal.platform.FileStatus;

/**
 * Where the attributes of a file are in {@code struct stat}.
 *
 * @param device the device, as the JDK has it
 * @param inode the number of the file
 * @param mode type and permissions
 * @param links the number of names
 * @param user the owner
 * @param size the size in bytes
 * @param modified where the time of the last change is: seconds, then nanoseconds, of
 * eight bytes each
 */
record StatLayout(Field device, Field inode, Field mode, Field links, Field user, Field size, int modified) {

	/** Room for the structure on every system. */
	static final int ROOM = 256;

	/**
	 * Reads the attributes.
	 * @param bytes the structure, in the machine's order
	 * @param into gets the answer
	 */
	void read(ByteBuffer bytes, FileStatus into) {
		into.set(this.device.of(bytes), this.inode.of(bytes), this.size.of(bytes), (int) this.mode.of(bytes),
				(int) this.links.of(bytes), (int) this.user.of(bytes));
		into.setModified(bytes.getLong(this.modified), (int) bytes.getLong(this.modified + Long.BYTES));
	}

	/**
	 * A number in a structure.
	 *
	 * @param offset where it begins
	 * @param size how many bytes it has: 2, 4 or 8
	 */
	record Field(int offset, int size) {

		/** Numbers of four bytes are extended by their sign, as the JDK does. */
		long of(ByteBuffer bytes) {
			return switch (this.size) {
				case Short.BYTES -> Short.toUnsignedLong(bytes.getShort(this.offset));
				case Integer.BYTES -> bytes.getInt(this.offset);
				default -> bytes.getLong(this.offset);
			};
		}

	}

}
