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

package dev.latchkey.internal.spawn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a child writes. When the child has ended, what is left in the pipe is kept for
 * whoever reads it later, and the descriptor is closed, as the JDK's processes do.
 *
 * <p>
 * It is no file stream, because that would seek, which a pipe cannot do.
 *
 * <p>
 * {@code use} is held by whoever reads, so a reader that waits for the child has it. To
 * close the descriptor under that reader would let it read whatever file gets the number
 * next, and to wait for it could take indefinitely. So whoever closes says so first and
 * then closes only if nobody reads; a reader gives up {@code use} first and then looks
 * whether somebody has said so. One of the two sees the other.
 */
final class PipeInput extends InputStream {

	private final ReentrantLock use = new ReentrantLock();

	private final FileInputStream pipe;

	private InputStream source;

	private volatile boolean closed;

	private volatile boolean ended;

	/**
	 * Opens an end of a pipe once more.
	 * @param descriptor the end to read from; it stays open
	 * @throws IOException if it cannot be opened
	 */
	PipeInput(int descriptor) throws IOException {
		this.pipe = new FileInputStream(file(descriptor));
		this.source = this.pipe;
	}

	static File file(int descriptor) {
		return new File("/proc/self/fd/" + descriptor);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : Byte.toUnsignedInt(one[0]);
	}

	@Override
	public int read(byte[] into, int offset, int length) throws IOException {
		this.use.lock();
		try {
			return open().read(into, offset, length);
		}
		finally {
			this.use.unlock();
			settle();
		}
	}

	@Override
	public int available() throws IOException {
		this.use.lock();
		try {
			return open().available();
		}
		finally {
			this.use.unlock();
			settle();
		}
	}

	private InputStream open() throws IOException {
		if (this.closed) {
			throw new IOException("Stream closed");
		}
		return this.source;
	}

	boolean isInUse() {
		return this.use.isLocked();
	}

	/**
	 * The child has ended: nothing more is expected.
	 * @throws IOException if what is left cannot be read
	 */
	void childEnded() throws IOException {
		this.ended = true;
		settle();
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		settle();
	}

	private void settle() throws IOException {
		if ((this.closed || this.ended) && this.use.tryLock()) {
			try (FileInputStream done = this.pipe) {
				if (!this.closed && this.source == done) {
					this.source = new ByteArrayInputStream(readAvailable(done));
				}
			}
			finally {
				this.use.unlock();
			}
		}
	}

	/** Grandchildren may keep the pipe open, so its end may never come. */
	private static byte[] readAvailable(FileInputStream pipe) throws IOException {
		ByteArrayOutputStream left = new ByteArrayOutputStream();
		for (int available = pipe.available(); available > 0; available = pipe.available()) {
			byte[] bytes = new byte[available];
			left.write(bytes, 0, pipe.read(bytes, 0, available));
		}
		return left.toByteArray();
	}

}
