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

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a descriptor knows of its name. The time before a look stands for "just after it",
 * so that a slow machine changes nothing.
 */
class OpenLockFileNameTests {

	@TempDir
	Path directory;

	static Stream<LockRuntime> runtimes() {
		return Stream.of(LockRuntime.builder().build(), LockRuntime.withinJvm().build());
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void aRemovedNameIsSeenAtOnce(LockRuntime runtime) {
		FileCalls files = runtime.platform().files();
		long before = System.nanoTime();
		OpenLockFile file = create(runtime);
		assertThat(file.isStillNamed(before)).isTrue();
		assertThat(files.unlink(name("lock"))).isZero();
		assertThat(file.isStillNamed(before)).isFalse();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void aFileThatIsRenamedOverTheNameIsSeenAtOnce(LockRuntime runtime) {
		FileCalls files = runtime.platform().files();
		files.close(files.create(name("other"), 0600));
		long before = System.nanoTime();
		OpenLockFile file = create(runtime);
		assertThat(files.renameOver(name("other"), name("lock"))).isZero();
		assertThat(file.isStillNamed(before)).isFalse();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void aNameThatLeadsToANewFileIsSeenAtOnce(LockRuntime runtime) {
		FileCalls files = runtime.platform().files();
		long before = System.nanoTime();
		OpenLockFile file = create(runtime);
		assertThat(files.unlink(name("lock"))).isZero();
		files.close(files.create(name("lock"), 0600));
		assertThat(file.isStillNamed(before)).isFalse();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void aRenameIsSeenTenMillisecondsAfterTheLastLookAtTheName(LockRuntime runtime) {
		FileCalls files = runtime.platform().files();
		OpenLockFile file = create(runtime);
		long before = System.nanoTime();
		assertThat(file.isNamed()).isTrue();
		long after = System.nanoTime();
		assertThat(files.renameToFree(name("lock"), name("elsewhere"))).isZero();
		assertThat(file.isStillNamed(before)).isTrue();
		assertThat(file.isStillNamed(after + runtime.directories().recentNanos())).isFalse();
		assertThat(file.isStillNamed()).isFalse();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void aRenameIsSeenByALookAtTheName(LockRuntime runtime) {
		OpenLockFile file = create(runtime);
		assertThat(runtime.platform().files().renameToFree(name("lock"), name("elsewhere"))).isZero();
		assertThat(file.isNamed()).isFalse();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void aSecondNameChangesNothing(LockRuntime runtime) {
		FileCalls files = runtime.platform().files();
		long before = System.nanoTime();
		OpenLockFile file = create(runtime);
		assertThat(files.link(name("lock"), name("second"))).isZero();
		assertThat(file.isStillNamed(before)).isTrue();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void theNameIsLookedUpWhileTheFileHasSeveral(LockRuntime runtime) {
		FileCalls files = runtime.platform().files();
		long before = System.nanoTime();
		OpenLockFile file = create(runtime);
		assertThat(files.link(name("lock"), name("second"))).isZero();
		assertThat(files.renameToFree(name("lock"), name("elsewhere"))).isZero();
		assertThat(file.isStillNamed(before)).isFalse();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void theNameOfADescriptorThatWasNotOpenedByItIsLookedUp(LockRuntime runtime) {
		int number = runtime.platform().files().create(name("other"), 0600);
		OpenLockFile file = OpenLockFile.adopt(runtime, name("lock"), number);
		assertThat(file.isStillNamed()).isFalse();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void aFileThatIsOpenedToBeSeenHasItsName(LockRuntime runtime) {
		create(runtime).close();
		long before = System.nanoTime();
		OpenLockFile file = Objects.requireNonNull(OpenLockFile.openToLook(runtime, name("lock")));
		assertThat(runtime.platform().files().renameToFree(name("lock"), name("elsewhere"))).isZero();
		assertThat(file.isStillNamed(before)).isTrue();
		file.close();
	}

	@ParameterizedTest
	@MethodSource("runtimes")
	void theSizeIsThatOfNow(LockRuntime runtime) {
		long before = System.nanoTime();
		OpenLockFile file = create(runtime);
		file.write(new byte[5], 0);
		assertThat(file.isStillNamed(before)).isTrue();
		assertThat(file.foundStatus().size()).isEqualTo(5);
		file.close();
	}

	@ParameterizedTest
	@MethodSource("remote")
	void whereFilesystemsMayBeRemoteTheNameIsAlwaysLookedUp(LockRuntime runtime) {
		OpenLockFile file = create(runtime);
		assertThat(runtime.platform().files().renameToFree(name("lock"), name("elsewhere"))).isZero();
		assertThat(file.isStillNamed()).isFalse();
		file.close();
	}

	static Stream<LockRuntime> remote() {
		return Stream.of(LockRuntime.builder().remoteFileSystemAllowed(true).build());
	}

	private OpenLockFile create(LockRuntime runtime) {
		return new PersistentLockFile(runtime, this.directory.resolve("lock")).descriptor();
	}

	private NativePath name(String name) {
		return NativePath.of(this.directory.resolve(name));
	}

}
