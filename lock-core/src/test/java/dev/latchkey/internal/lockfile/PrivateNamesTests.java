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

package dev.latchkey.internal.lockfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

import static org.assertj.core.api.Assertions.assertThat;

class PrivateNamesTests {

	private static final long ELEVEN_MINUTES = 660_000_000;

	private static final long NO_PROCESS = 4_999_999;

	@TempDir
	Path directory;

	private final FileCalls files = Platforms.current().files();

	private final PrivateNames names = new PrivateNames(LockRuntime.builder().build());

	@Test
	void namesDiffer() {
		NativePath directory = NativePath.of(this.directory);
		assertThat(this.names.next(directory).path()).isNotEqualTo(this.names.next(directory).path())
			.hasParentRaw(this.directory);
	}

	@Test
	void onlyWhatADeadProcessLeftLongAgoIsRemoved() throws IOException {
		long old = FencingToken.now() - ELEVEN_MINUTES;
		Path dead = make(NO_PROCESS, old);
		Path young = make(NO_PROCESS, FencingToken.now());
		Path alive = make(ProcessHandle.current().pid(), old);
		Path locked = make(NO_PROCESS, old + 1);
		Path other = Files.createFile(this.directory.resolve(".latchkey-notes.tmp"));
		Path folder = Files.createDirectory(name(NO_PROCESS, old + 2));
		int lock = this.files.open(NativePath.of(locked));
		assertThat(this.files.tryLock(lock)).isZero();
		NativePath unused = this.names.next(NativePath.of(this.directory));
		assertThat(dead).doesNotExist();
		assertThat(young).exists();
		assertThat(alive).exists();
		assertThat(locked).exists();
		assertThat(other).exists();
		assertThat(folder).exists();
		this.files.close(lock);
	}

	private Path make(long pid, long micros) throws IOException {
		return Files.createFile(name(pid, micros));
	}

	private Path name(long pid, long micros) {
		return this.directory.resolve(".latchkey-" + pid + "-1234-" + micros + ".tmp");
	}

}
