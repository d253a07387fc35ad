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

package dev.latchkey.spring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.Latchkey;
import dev.latchkey.LockLostException;
import dev.latchkey.LockOptions;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.pack.PackLockFiles;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LockAssertTests {

	private static final LockRequest CATALOG = LockRequest.of("catalog").key("7");

	@SuppressWarnings("NullAway.Init")
	private LockTemplate template;

	@SuppressWarnings("NullAway.Init")
	private NamedLocks locks;

	@BeforeEach
	void create(@TempDir Path directory) {
		this.locks = new NamedLocks(LockRuntime.builder().build(), directory.resolve("locks"), LockOptions.defaults());
		this.template = new LockTemplate(new LockExecutor(
				new FileLockBackend(Latchkey.builder().directory(this.locks.path()).build(), LockOptions.defaults()),
				() -> new PackLockFiles(LockRuntime.builder().build(), PackLocks.FILE_NAME), Duration.ZERO,
				WhenBusy.THROW, ReleaseAfter.TRANSACTION, LockAdmission.ALWAYS));
	}

	@Test
	void aSectionIsFoundByItsNameHoweverDeep() {
		this.template.executeWithoutResult(CATALOG,
				() -> this.template.executeWithoutResult(LockRequest.of("inner"), () -> {
					LockAssert.assertLocked();
					LockAssert.assertLocked("catalog");
					LockAssert.assertLocked("inner");
				}));
	}

	@Test
	void withoutASectionTheMessageNamesWhatMayBeMissing() {
		assertThatExceptionOfType(MissingLockException.class).isThrownBy(LockAssert::assertLocked)
			.withMessageContaining("without a lock")
			.withMessageContaining("proxy");
		this.template.executeWithoutResult(CATALOG,
				() -> assertThatExceptionOfType(MissingLockException.class)
					.isThrownBy(() -> LockAssert.assertLocked("other"))
					.withMessageContaining("without the lock 'other'"));
	}

	@Test
	void aLostLockIsNoLock() {
		assertThatExceptionOfType(LockLostException.class)
			.isThrownBy(() -> this.template.executeWithoutResult(CATALOG, () -> {
				Files.delete(this.locks.lock("catalog", "7").id().path());
				assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> LockAssert.assertLocked("catalog"));
			}));
	}

	@Test
	void aUnitTestCanLetThemPass() {
		LockAssert.passDuring(() -> {
			LockAssert.passDuring(() -> LockAssert.assertLocked("catalog"));
			LockAssert.assertLocked();
		});
		assertThatExceptionOfType(MissingLockException.class).isThrownBy(LockAssert::assertLocked);
	}

}
