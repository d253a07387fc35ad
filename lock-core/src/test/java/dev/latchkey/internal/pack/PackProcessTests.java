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

package dev.latchkey.internal.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Packs between processes, with everything that can go wrong at once.
 */
class PackProcessTests {

	private static final int PACKS = 2;

	@TempDir
	Path directory;

	@Test
	void acquireCancelKillAndRemoveInAnyOrderDoNotOverlap() throws IOException {
		for (int i = 0; i < PACKS; i++) {
			Files.createDirectory(this.directory.resolve("pack" + i));
		}
		Random random = new Random(7);
		List<ForkedJvm> victims = new ArrayList<>(List.of(worker(1_000_000), worker(1_000_000)));
		try (ForkedJvm survivor = worker(1_500)) {
			for (int kill = 0; kill < 20; kill++) {
				ForkedJvm victim = victims.remove(0);
				// Starting the next one takes some time; a random part more makes the
				// moment of the kill random too.
				victims.add(worker(1_000_000));
				LockSupport.parkNanos(random.nextInt(20_000_000));
				victim.kill();
			}
			String answer = survivor.answer();
			assertThat(answer).startsWith("overlaps 0 ");
			assertThat(number(answer, "cancelled")).isGreaterThan(100);
			assertThat(number(answer, "removed")).isGreaterThan(100);
		}
		finally {
			victims.forEach(ForkedJvm::close);
		}
	}

	private static int number(String answer, String name) {
		String[] words = answer.split(" ", -1);
		return Integer.parseInt(words[List.of(words).indexOf(name) + 1]);
	}

	private ForkedJvm worker(int visits) {
		ForkedJvm worker = ForkedJvm.start(PackStormWorker.class, this.directory.toString(), String.valueOf(PACKS),
				String.valueOf(visits));
		assertThat(worker.answer()).isEqualTo("ready");
		return worker;
	}

}
