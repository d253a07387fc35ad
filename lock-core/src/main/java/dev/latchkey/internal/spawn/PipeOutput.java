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

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a child reads. It is closed when nobody is writing, for the reason and in the way
 * that {@link PipeInput} explains.
 */
final class PipeOutput extends OutputStream {

	private final ReentrantLock use = new ReentrantLock();

	private final FileOutputStream pipe;

	private volatile boolean closed;

	/**
	 * Opens an end of a pipe once more.
	 * @param descriptor the end to write to; it stays open
	 * @throws IOException if it cannot be opened
	 */
	PipeOutput(int descriptor) throws IOException {
		this.pipe = new FileOutputStream(PipeInput.file(descriptor));
	}

	@Override
	public void write(int one) throws IOException {
		write(new byte[] { (byte) one }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		this.use.lock();
		try {
			if (this.closed) {
				throw new IOException("Stream closed");
			}
			this.pipe.write(bytes, offset, length);
		}
		finally {
			this.use.unlock();
			settle();
		}
	}

	@Override
	public void close() throws IOException {
		this.closed = true;
		settle();
	}

	private void settle() throws IOException {
		if (this.closed && this.use.tryLock()) {
			try {
				this.pipe.close();
			}
			finally {
				this.use.unlock();
			}
		}
	}

}
