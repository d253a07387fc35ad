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
import java.util.Arrays;

import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * A copy of the bytes of the file, which is read and written by system calls: for a file
 * that is used once, and on filesystems where a mapped file may fail.
 */
final class CopiedBytes implements RecordBytes {

	private final OpenLockFile file;

	private final byte[] copy = new byte[NamedRecord.SIZE];

	private final ByteBuffer bytes = ByteBuffer.wrap(this.copy).order(ByteOrder.LITTLE_ENDIAN);

	CopiedBytes(OpenLockFile file) {
		this.file = file;
	}

	@Override
	public ByteBuffer bytes() {
		return this.bytes;
	}

	/** What the file does not have reads as zeros. */
	@Override
	public void read() {
		byte[] read = this.file.read(NamedRecord.SIZE, 0);
		System.arraycopy(read, 0, this.copy, 0, read.length);
		Arrays.fill(this.copy, read.length, this.copy.length, (byte) 0);
	}

	/** The calls do not order what is written and what is read after; the fence does. */
	@Override
	public void write(int offset, int length) {
		this.file.write(Arrays.copyOfRange(this.copy, offset, offset + length), offset);
		VarHandle.fullFence();
	}

	@Override
	public void close() {
	}

}
