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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A channel that neither reads nor writes bytes that another process has locked.
 */
final class RefusingChannel extends FileChannel {

	private static final String LOCKED = "The process cannot access the file because another process has locked a portion of the file";

	private final FileChannel channel;

	RefusingChannel(FileChannel channel) {
		this.channel = channel;
	}

	/** Another process that has them exclusively refuses to share them. */
	private void requireUnlocked(long position, int length) throws IOException {
		try {
			FileLock lock = (length > 0) ? this.channel.tryLock(position, length, true) : null;
			if (lock != null) {
				lock.release();
			}
			else if (length > 0) {
				throw new IOException(LOCKED);
			}
		}
		catch (OverlappingFileLockException ex) {
			// This process has locked them, by the one channel that it has of the file.
		}
	}

	@Override
	public int read(ByteBuffer into, long position) throws IOException {
		requireUnlocked(position, into.remaining());
		return this.channel.read(into, position);
	}

	@Override
	public int write(ByteBuffer from, long position) throws IOException {
		requireUnlocked(position, from.remaining());
		return this.channel.write(from, position);
	}

	@Override
	public int read(ByteBuffer into) throws IOException {
		requireUnlocked(position(), into.remaining());
		return this.channel.read(into);
	}

	@Override
	public int write(ByteBuffer from) throws IOException {
		requireUnlocked(position(), from.remaining());
		return this.channel.write(from);
	}

	@Override
	public long read(ByteBuffer[] into, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long write(ByteBuffer[] from, int offset, int length) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long position() throws IOException {
		return this.channel.position();
	}

	@Override
	public FileChannel position(long position) throws IOException {
		this.channel.position(position);
		return this;
	}

	@Override
	public long size() throws IOException {
		return this.channel.size();
	}

	@Override
	public FileChannel truncate(long size) throws IOException {
		this.channel.truncate(size);
		return this;
	}

	@Override
	public void force(boolean metadata) throws IOException {
		this.channel.force(metadata);
	}

	@Override
	public long transferTo(long position, long count, WritableByteChannel target) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long transferFrom(ReadableByteChannel source, long position, long count) {
		throw new UnsupportedOperationException();
	}

	@Override
	public MappedByteBuffer map(MapMode mode, long position, long size) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileLock lock(long position, long size, boolean shared) throws IOException {
		return this.channel.lock(position, size, shared);
	}

	@Override
	public FileLock tryLock(long position, long size, boolean shared) throws IOException {
		return this.channel.tryLock(position, size, shared);
	}

	@Override
	protected void implCloseChannel() throws IOException {
		this.channel.close();
	}

}
