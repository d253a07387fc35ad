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

package dev.latchkey.internal.named;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockOptions;
import dev.latchkey.LockState;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileSystemType;
import dev.latchkey.internal.platforms.Platforms;
import dev.latchkey.process.FrozenFileSystem;
import dev.latchkey.process.SmallFileSystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class NamedMappingTests {

	@TempDir
	Path directory;

	private final LockRuntime runtime = LockRuntime.builder().build();

	@Test
	void theSecondUseOfAFileMapsItAndCloseGivesAllBack() throws IOException {
		try (NamedLocks locks = locks(this.runtime)) {
			use(locks, "job");
			assertThat(mappings()).as("most keys are used once").isZero();
			assertThat(descriptors()).isEqualTo(2);
			use(locks, "job");
			assertThat(mappings()).isEqualTo(isMappable() ? 1 : 0);
			use(locks, "job");
			assertThat(mappings()).isEqualTo(isMappable() ? 1 : 0);
			assertThat(descriptors()).isEqualTo(2);
		}
		assertThat(mappings()).isZero();
		assertThat(descriptors()).isZero();
	}

	@Test
	void aFilesystemThatIsNotMappableIsReadAndWritten() throws IOException {
		try (NamedLocks locks = locks(FaultyCalls.runtimeOf(on(new FileSystemType("btrfs", true))));
				NamedLocks mapped = locks(this.runtime)) {
			long last = 0;
			for (int i = 0; i < 5; i++) {
				long copied = use(locks, "job");
				assertThat(copied).isGreaterThan(last);
				assertThat(mappings()).isLessThanOrEqualTo(1);
				last = use(mapped, "job");
				assertThat(last).as("mapped and copied records are the same bytes").isGreaterThan(copied);
			}
			try (LockHold hold = locks.lock("job").tryAcquire().orElseThrow()) {
				assertThat(mapped.lock("job").inspect().state()).isEqualTo(LockState.HELD);
				assertThat(mapped.lock("job").inspect().fencingToken()).isEqualTo(hold.fencingToken());
				hold.requireHeld();
			}
		}
		assertThat(mappings()).isZero();
	}

	@Test
	void aFileThatCannotBeMappedIsReadAndWritten() throws IOException {
		FileCalls real = Platforms.current().files();
		FileCalls without = (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { FileCalls.class },
				(proxy, method, arguments) -> method.getName().equals("map") ? null : method.invoke(real, arguments));
		try (NamedLocks locks = locks(FaultyCalls.runtimeOf(without))) {
			long first = use(locks, "job");
			assertThat(use(locks, "job")).isGreaterThan(first);
			assertThat(use(locks, "job")).isGreaterThan(first);
			assertThat(mappings()).isZero();
		}
	}

	@Test
	void filesBeyondTheLimitAreClosedWithTheirMappings() throws IOException {
		int limit = 10;
		try (NamedLocks locks = locks(runtimeWithOpenFiles(8 * limit))) {
			for (int i = 0; i < 3 * limit; i++) {
				use(locks, "job" + i);
				use(locks, "job" + i);
			}
			assertThat(mappings()).isEqualTo(isMappable() ? limit : 0);
			assertThat(descriptors()).isEqualTo(limit + 1);
			use(locks, "job0");
		}
		assertThat(mappings()).isZero();
		assertThat(descriptors()).isZero();
	}

	@Test
	void aHoldThatIsLostGivesItsMappingBack() throws IOException {
		try (NamedLocks locks = locks(this.runtime)) {
			use(locks, "job");
			use(locks, "job");
			LockHold hold = locks.lock("job").tryAcquire().orElseThrow();
			Files.delete(this.directory.resolve("job.flock"));
			hold.close();
			use(locks, "job");
			assertThat(descriptors()).isEqualTo(2);
			assertThat(mappings()).isZero();
		}
	}

	@Test
	void aFullTmpfsRefusesTheFirstUseOnly() throws IOException {
		try (SmallFileSystem small = SmallFileSystem.mount(this.directory)) {
			aFullFilesystemRefusesTheFirstUseOnly(small);
		}
	}

	private void aFullFilesystemRefusesTheFirstUseOnly(SmallFileSystem small) throws IOException {
		try (NamedLocks locks = locks(this.runtime);
				NamedLocks copied = locks(FaultyCalls.runtimeOf(on(new FileSystemType("btrfs", true))))) {
			use(locks, "job");
			small.fill();
			for (int i = 0; i < 5; i++) {
				assertThat(use(locks, "job")).isPositive();
				assertThat(use(copied, "job")).isPositive();
			}
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> use(locks, "new"))
				.satisfies((ex) -> assertThat(ex.errno()).isEqualTo(-Errno.ENOSPC.result()));
			assertThat(use(locks, "job")).isPositive();
			small.makeRoom();
			assertThat(use(locks, "new")).isPositive();
		}
	}

	@Test
	void aFullExt4RefusesTheFirstUseOnly(@TempDir Path images) throws IOException {
		try (FrozenFileSystem ext4 = FrozenFileSystem.mount(images.resolve("image"), this.directory);
				NamedLocks locks = locks(this.runtime)) {
			assertThat(ext4).isNotNull();
			use(locks, "job");
			use(locks, "job");
			fill();
			for (int i = 0; i < 5; i++) {
				assertThat(use(locks, "job")).isPositive();
			}
			assertThat(mappings()).isEqualTo(1);
			assertThatExceptionOfType(LockFileException.class).isThrownBy(() -> useMany(locks));
			assertThat(use(locks, "job")).isPositive();
		}
	}

	private void useMany(NamedLocks locks) {
		for (int i = 0; i < 10_000; i++) {
			use(locks, "new" + i);
		}
	}

	/** Uses up all space, down to the last block. */
	private void fill() throws IOException {
		List<byte[]> pieces = new ArrayList<>(List.of(new byte[65_536], new byte[1024], new byte[1]));
		try (var ballast = Files.newOutputStream(this.directory.resolve("ballast"))) {
			while (!pieces.isEmpty()) {
				try {
					ballast.write(pieces.get(0));
				}
				catch (IOException ex) {
					byte[] tooMuch = pieces.remove(0);
					assertThat(tooMuch).isNotEmpty();
				}
			}
		}
	}

	private boolean isMappable() {
		return this.runtime.directories().isMappable(this.directory);
	}

	private long mappings() throws IOException {
		try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
			return maps.filter((line) -> line.contains(this.directory.toString())).count();
		}
	}

	private long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.map(NamedMappingTests::target)
				.filter((target) -> target.startsWith(this.directory.toString()))
				.count();
		}
	}

	private static String target(Path descriptor) {
		try {
			return Files.readSymbolicLink(descriptor).toString();
		}
		catch (IOException ex) {
			return "(closed meanwhile)";
		}
	}

	private static FileCalls on(FileSystemType type) {
		FileCalls real = Platforms.current().files();
		return (FileCalls) Proxy.newProxyInstance(NamedMappingTests.class.getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> method.getName().equals("fileSystem")
						? type : method.invoke(real, arguments));
	}

	private static LockRuntime runtimeWithOpenFiles(int limit) {
		return FaultyCalls.runtimeWithMostOpenFiles(limit);
	}

	private long use(NamedLocks locks, String name) {
		try (LockHold hold = locks.lock(name).tryAcquire().orElseThrow()) {
			return hold.fencingToken();
		}
	}

	private NamedLocks locks(LockRuntime runtime) {
		return new NamedLocks(runtime, this.directory, LockOptions.defaults());
	}

}
