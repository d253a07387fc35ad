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
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A channel that neither reads nor writes bytes that another process has locked.
 */
final class RefusingChannel extends AsynchronousFileChannel {

	private static final String LOCKED = "The process cannot access the file because another process has locked a portion of the file";

	private final AsynchronousFileChannel channel;

	RefusingChannel(AsynchronousFileChannel channel) {
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
	public Future<Integer> read(ByteBuffer into, long position) {
		try {
			requireUnlocked(position, into.remaining());
			return this.channel.read(into, position);
		}
		catch (IOException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public Future<Integer> write(ByteBuffer from, long position) {
		try {
			requireUnlocked(position, from.remaining());
			return this.channel.write(from, position);
		}
		catch (IOException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public <A> void read(ByteBuffer into, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public <A> void write(ByteBuffer from, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public long size() throws IOException {
		return this.channel.size();
	}

	@Override
	public AsynchronousFileChannel truncate(long size) throws IOException {
		this.channel.truncate(size);
		return this;
	}

	@Override
	public void force(boolean metadata) throws IOException {
		this.channel.force(metadata);
	}

	@Override
	public <A> void lock(long position, long size, boolean shared, A attachment,
			CompletionHandler<FileLock, ? super A> handler) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Future<FileLock> lock(long position, long size, boolean shared) {
		throw new UnsupportedOperationException();
	}

	@Override
	public FileLock tryLock(long position, long size, boolean shared) throws IOException {
		return this.channel.tryLock(position, size, shared);
	}

	@Override
	public boolean isOpen() {
		return this.channel.isOpen();
	}

	@Override
	public void close() throws IOException {
		this.channel.close();
	}

}
