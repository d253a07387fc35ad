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

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.lockfile.OpenLockFile;
import dev.latchkey.internal.platform.FileMapping;

/**
 * The bytes of the file itself, mapped: nothing is copied, and no call is needed.
 */
final class MappedBytes implements RecordBytes {

	private final OpenLockFile file;

	private final FileMapping mapping;

	private final ByteBuffer bytes;

	private MappedBytes(OpenLockFile file, FileMapping mapping) {
		this.file = file;
		this.mapping = mapping;
		this.bytes = mapping.bytes().order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * Maps the record of a file.
	 * @param file the open file, which has a whole record
	 * @return the bytes, or {@code null} if the file cannot be mapped
	 */
	static @Nullable MappedBytes of(OpenLockFile file) {
		FileMapping mapping = file.map(NamedRecord.SIZE);
		return (mapping != null) ? new MappedBytes(file, mapping) : null;
	}

	@Override
	public ByteBuffer bytes() {
		return this.bytes;
	}

	@Override
	public void read() {
		VarHandle.acquireFence();
	}

	@Override
	public void write(int offset, int length) {
		VarHandle.fullFence();
	}

	@Override
	public void close() {
		this.file.unmap(this.mapping);
	}

}
