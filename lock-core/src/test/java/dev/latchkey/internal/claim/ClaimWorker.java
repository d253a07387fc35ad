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

package dev.latchkey.internal.claim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import dev.latchkey.claim.ClaimHold;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.ForkedJvm;

/**
 * A process that does one thing with one claim, again and again.
 */
final class ClaimWorker {

	static final String KEY = "job";

	static final String DEAD = "dead";

	static final String COUNT = "count";

	private final Path directory;

	private final ClaimDirectory claims;

	private ClaimWorker(Path directory) {
		this.directory = directory;
		this.claims = ClaimDirectory.open(directory, LockRuntime.builder().build());
	}

	public static void main(String[] arguments) throws Exception {
		ClaimWorker worker = new ClaimWorker(Path.of(arguments[1]));
		ForkedJvm.reply("ready");
		switch (arguments[0]) {
			case "own" -> worker.own();
			case "read" -> ForkedJvm.reply(worker.read(Integer.parseInt(arguments[2])));
			case "try" -> ForkedJvm.reply(worker.tryAndRead(Integer.parseInt(arguments[2])));
			case "probe" -> worker.probe();
			case "retake" -> worker.retake();
			case "gate" -> worker.lockGate();
			default -> throw new IllegalArgumentException(arguments[0]);
		}
	}

	static ForkedJvm start(String what, Path directory, String... more) {
		String[] arguments = new String[2 + more.length];
		arguments[0] = what;
		arguments[1] = directory.toString();
		System.arraycopy(more, 0, arguments, 2, more.length);
		ForkedJvm worker = ForkedJvm.start(ClaimWorker.class, arguments);
		if (!worker.answer().equals("ready")) {
			throw new AssertionError("The worker did not start");
		}
		return worker;
	}

	private static String content(int number) {
		return (ProcessHandle.current().pid() + ":" + number + ";").repeat(1 + number % 50);
	}

	/** Hold the claim, change its content twice, let it go, indefinitely. */
	private void own() throws InterruptedException {
		for (int number = 0;; number += 3) {
			try (ClaimHold claim = this.claims.claim(KEY, bytes(content(number))).acquire()) {
				LockSupport.parkNanos(1_000_000);
				claim.updateContent(bytes(content(number + 1)));
				LockSupport.parkNanos(1_000_000);
				claim.updateContent(bytes(content(number + 2)));
			}
		}
	}

	private String read(int times) throws IOException {
		int certified = 0;
		while (certified < times) {
			List<String> dead = Files.readAllLines(this.directory.resolve(DEAD));
			Optional<String> content = this.claims.read(KEY).map((bytes) -> new String(bytes, StandardCharsets.UTF_8));
			if (content.isPresent()) {
				if (!content.get().matches("(\\d+:\\d+;)\\1*")) {
					return "mixed: " + content.get();
				}
				if (dead.contains(content.get().substring(0, content.get().indexOf(':')))) {
					return "from a dead holder: " + content.get();
				}
				certified++;
			}
		}
		return "read";
	}

	private String tryAndRead(int times) {
		int won = 0;
		for (int i = 0; i < times; i++) {
			Optional<ClaimHold> claim = this.claims.claim(KEY, bytes(content(i))).tryAcquire();
			if (claim.isPresent()) {
				won++;
				claim.get().close();
			}
			else {
				long start = System.nanoTime();
				boolean seen = this.claims.read(KEY).isPresent();
				if (!seen && System.nanoTime() - start > 900_000_000) {
					return "neither a winner nor a free claim";
				}
			}
		}
		return (won > 0) ? "tried" : "never won";
	}

	private void probe() {
		FileCalls files = Platforms.current().files();
		int gate = files.open(NativePath.of(this.directory.resolve(KEY + ".lock")));
		int announce = files.open(NativePath.of(this.directory.resolve(KEY + ".live.lock")));
		while (true) {
			probe(files, gate);
			probe(files, announce);
		}
	}

	private static void probe(FileCalls files, int descriptor) {
		int result = files.tryLockShared(descriptor);
		if (result == 0) {
			result = files.unlock(descriptor);
		}
		if (result < 0 && !Errno.EAGAIN.is(result)) {
			throw new IllegalStateException("The probe failed: " + result);
		}
	}

	/** Hold the claim for 10 ms and take it again at once, indefinitely, and count. */
	private void retake() throws Exception {
		try (FileChannel count = FileChannel.open(this.directory.resolve(COUNT), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			for (long number = 1;; number++) {
				try (ClaimHold claim = this.claims.claim(KEY, bytes("")).acquire()) {
					claim.requireHeld();
					if (count.write(ByteBuffer.allocate(Long.BYTES).putLong(0, number), 0) != Long.BYTES) {
						throw new IOException("The count was not written");
					}
					LockSupport.parkNanos(10_000_000);
				}
			}
		}
	}

	private void lockGate() throws InterruptedException {
		FileCalls files = Platforms.current().files();
		int gate = files.open(NativePath.of(this.directory.resolve(KEY + ".lock")));
		ForkedJvm.reply((files.tryLock(gate) == 0) ? "locked" : "failed");
		Thread.currentThread().join();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
