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

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

/**
 * This process's ends of the pipes to a child. What is not a pipe reads as empty, and
 * refuses to be written to.
 */
final class ChildStreams {

	private final @Nullable PipeOutput inputPipe;

	private final @Nullable PipeInput outputPipe;

	private final @Nullable PipeInput errorPipe;

	private final OutputStream input;

	private final InputStream output;

	private final InputStream error;

	ChildStreams(@Nullable PipeOutput input, @Nullable PipeInput output, @Nullable PipeInput error) {
		this.inputPipe = input;
		this.outputPipe = output;
		this.errorPipe = error;
		this.input = new BufferedOutputStream((input != null) ? input : new NoOutput());
		this.output = buffered(output);
		this.error = buffered(error);
	}

	private static InputStream buffered(@Nullable PipeInput pipe) {
		return (pipe != null) ? new BufferedInputStream(pipe) : new ByteArrayInputStream(new byte[0]);
	}

	OutputStream input() {
		return this.input;
	}

	InputStream output() {
		return this.output;
	}

	InputStream error() {
		return this.error;
	}

	/**
	 * The child has ended: keep what it wrote, and close the pipes.
	 * @throws IOException if what it wrote cannot be read
	 */
	void childEnded() throws IOException {
		if (this.inputPipe != null) {
			this.inputPipe.close();
		}
		if (this.outputPipe != null) {
			this.outputPipe.childEnded();
		}
		if (this.errorPipe != null) {
			this.errorPipe.childEnded();
		}
	}

	/**
	 * Nobody reads or writes any more.
	 * @throws IOException if what was buffered cannot be written
	 */
	void close() throws IOException {
		this.output.close();
		this.error.close();
		this.input.close();
	}

	/**
	 * Where the input is not a pipe.
	 */
	private static final class NoOutput extends OutputStream {

		@Override
		public void write(int one) throws IOException {
			throw new IOException("Stream closed");
		}

	}

}
