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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.LockFileException;
import dev.latchkey.LockListener;
import dev.latchkey.internal.acquire.FaultyCalls;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.platform.Errno;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockDirectoriesTests {

	@TempDir
	Path directory;

	private final FaultyCalls calls = new FaultyCalls("mayWrite"::equals, Errno.EACCES);

	private final LockRuntime anotherUser = this.calls.runtime(LockListener.NONE);

	@BeforeEach
	void refuse() {
		this.calls.failAlways();
	}

	@Test
	void aPrivateDirectoryOfAnotherUserIsCalledThatAndSharedIsMentioned() throws Exception {
		permit("rwx------");
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> this.anotherUser.directories().require(this.directory))
			.withMessageContaining("is for its owner only (permissions 700), and this process runs as another user")
			.withMessageContaining("Latchkey.Builder.shared(true)")
			.withMessageContaining("chmod -R g+rwX '" + this.directory + "'");
	}

	@Test
	void whoSharesAPrivateDirectoryOfAnotherUserIsToldHowToOpenIt() throws Exception {
		permit("rwx------");
		LockRuntime sharing = LockRuntime.builder(this.anotherUser.platform()).shared(true).build();
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> sharing.directories().require(this.directory))
			.satisfies((ex) -> assertThat(ex.remedy()).startsWith("Let its owner open it to the group"));
	}

	@Test
	void anotherDirectoryThatCannotBeWrittenIsCalledThat() throws Exception {
		permit("rwxr-x---");
		assertThatExceptionOfType(LockFileException.class)
			.isThrownBy(() -> this.anotherUser.directories().require(this.directory))
			.withMessageContaining("is a lock directory that cannot be written");
	}

	private void permit(String permissions) throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString(permissions));
	}

}
