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
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.latchkey.internal.platforms.Platforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * This process's ends of pipes, with the other ends in this process, too.
 */
class PipeTests {

	private static final long SELF = ProcessHandle.current().pid();

	private static final byte[] HELLO = "hello world".getBytes(StandardCharsets.UTF_8);

	private final int[] ends = new int[2];

	private final Path pipe;

	private final PipeInput input;

	private final PipeOutput output;

	PipeTests() throws IOException {
		assertThat(Platforms.current().spawns().pipe(this.ends)).isZero();
		this.pipe = Children.target(SELF, this.ends[0]);
		this.input = new PipeInput(this.ends[0]);
		this.output = new PipeOutput(this.ends[1]);
		Platforms.current().files().close(this.ends[0]);
		Platforms.current().files().close(this.ends[1]);
	}

	@AfterEach
	void nothingStaysOpen() throws IOException {
		this.input.close();
		this.output.close();
		Awaitility.await().untilAsserted(() -> assertThat(openEnds()).isZero());
	}

	private long openEnds() {
		return Children.descriptors(SELF).stream().filter(this::isEnd).count();
	}

	private boolean isEnd(int descriptor) {
		try {
			return Children.target(SELF, descriptor).equals(this.pipe);
		}
		catch (IOException ex) {
			// Closed meanwhile.
			return false;
		}
	}

	@Test
	void whatIsWrittenCanBeReadSkippedAndTransferred() throws IOException {
		InputStream buffered = new BufferedInputStream(this.input);
		this.output.write(HELLO);
		this.output.write('!');
		this.output.close();
		assertThat(buffered.skip(2)).isEqualTo(2);
		assertThat(buffered.available()).isEqualTo(HELLO.length - 1);
		ByteArrayOutputStream rest = new ByteArrayOutputStream();
		assertThat(buffered.transferTo(rest)).isEqualTo(HELLO.length - 1);
		assertThat(rest.toString(StandardCharsets.UTF_8)).isEqualTo("llo world!");
	}

	@Test
	void bytesOfAllValuesPass() throws IOException {
		for (int i = 0; i < 256; i++) {
			this.output.write(i);
			assertThat(this.input.read()).isEqualTo(i);
		}
	}

	@Test
	void aTransferToAFileDoesNotSeek() throws IOException {
		this.output.write(HELLO);
		this.output.close();
		try (FileOutputStream file = new FileOutputStream("/dev/null")) {
			assertThat(new BufferedInputStream(this.input).transferTo(file)).isEqualTo(HELLO.length);
		}
	}

	@Test
	void closingUnderAReaderWaitsForItButNotTheCaller() throws Exception {
		CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(this::read);
		Awaitility.await().until(this.input::isInUse);
		this.input.close();
		assertThat(openEnds()).isEqualTo(2);
		this.output.write('x');
		assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo('x');
		assertThatExceptionOfType(IOException.class).isThrownBy(this.input::read).withMessage("Stream closed");
		Awaitility.await().untilAsserted(() -> assertThat(openEnds()).isEqualTo(1));
	}

	@Test
	void theEndUnderAReaderIsSeenByItsNextRead() throws Exception {
		CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(this::read);
		Awaitility.await().until(this.input::isInUse);
		this.input.childEnded();
		this.output.write(HELLO);
		assertThat(reader.get(1, TimeUnit.MINUTES)).isEqualTo('h');
		assertThat(this.input.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("ello world");
		this.input.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(this.input::available);
	}

	private int read() {
		try {
			return this.input.read();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void closingUnderAWriterWaitsForItButNotTheCaller() throws Exception {
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
			try {
				this.output.write(new byte[200_000]);
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		});
		Awaitility.await().until(() -> this.input.available() == 65_536);
		this.output.close();
		assertThat(this.input.readAllBytes()).hasSize(200_000);
		writer.get(1, TimeUnit.MINUTES);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.output.write(1))
			.withMessage("Stream closed");
	}

}
