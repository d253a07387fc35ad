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

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.lockfile.FileOpener;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;

/**
 * The standard descriptors of a child that is being started. They are closed as soon as
 * the child has its own. The pipes' other ends are closed with them, unless they were
 * taken over.
 *
 * <p>
 * Those ends are opened before the child exists. Afterwards the child may have closed its
 * own already, and opening would wait for somebody who opens them.
 */
final class ChildDescriptors implements Closeable {

	private final Platform platform;

	private final List<Integer> open = new ArrayList<>();

	private final List<Closeable> otherEnds = new ArrayList<>();

	private final int input;

	private final int output;

	private final int error;

	private @Nullable PipeOutput toInput;

	private @Nullable PipeInput fromOutput;

	private @Nullable PipeInput fromError;

	/**
	 * Opens what a builder asks for.
	 * @param platform the platform
	 * @param builder the builder
	 * @throws IOException if something cannot be opened; nothing stays open then
	 */
	ChildDescriptors(Platform platform, ProcessBuilder builder) throws IOException {
		this.platform = platform;
		try {
			this.input = openInput(builder.redirectInput());
			this.output = openOutput(builder.redirectOutput(), 1);
			this.error = builder.redirectErrorStream() ? this.output : openOutput(builder.redirectError(), 2);
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
	}

	private int openInput(Redirect redirect) throws IOException {
		return switch (redirect.type()) {
			case INHERIT -> 0;
			case PIPE -> {
				int[] ends = pipe();
				PipeOutput pipe = new PipeOutput(ends[1]);
				this.otherEnds.add(pipe);
				this.toInput = pipe;
				yield ends[0];
			}
			default -> openFile(redirect);
		};
	}

	private int openOutput(Redirect redirect, int number) throws IOException {
		return switch (redirect.type()) {
			case INHERIT -> number;
			case PIPE -> {
				int[] ends = pipe();
				PipeInput pipe = new PipeInput(ends[0]);
				this.otherEnds.add(pipe);
				if (number == 1) {
					this.fromOutput = pipe;
				}
				else {
					this.fromError = pipe;
				}
				yield ends[1];
			}
			default -> openFile(redirect);
		};
	}

	private int[] pipe() throws IOException {
		int[] ends = new int[2];
		int result = FileOpener.opened(() -> this.platform.spawns().pipe(ends));
		if (result < 0) {
			throw new IOException("no pipe: " + Errno.describe(result));
		}
		this.open.add(ends[0]);
		this.open.add(ends[1]);
		return ends;
	}

	private int openFile(Redirect redirect) throws IOException {
		File file = redirect.file();
		if (file == null) {
			throw new IllegalArgumentException("A redirect without a file: " + redirect);
		}
		NativePath path = path(file);
		int descriptor = FileOpener.opened(() -> this.platform.spawns().open(path, redirect.type()));
		if (descriptor < 0) {
			throw new IOException(file + ": " + Errno.describe(descriptor));
		}
		this.open.add(descriptor);
		return descriptor;
	}

	private static NativePath path(File file) throws IOException {
		try {
			return NativePath.of(file.toPath());
		}
		catch (InvalidPathException ex) {
			throw new IOException("Invalid file path", ex);
		}
	}

	int input() {
		return this.input;
	}

	int output() {
		return this.output;
	}

	int error() {
		return this.error;
	}

	/**
	 * Takes over the other ends of the pipes, which then stay open.
	 * @return the streams of a child that was started
	 */
	ChildStreams takeStreams() {
		ChildStreams streams = new ChildStreams(this.toInput, this.fromOutput, this.fromError);
		this.otherEnds.clear();
		return streams;
	}

	@Override
	public void close() throws IOException {
		this.open.forEach(this.platform.files()::close);
		for (Closeable end : this.otherEnds) {
			end.close();
		}
	}

}
