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

package dev.latchkey.spring.shedlock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.test.support.AbstractExtensibleLockProviderIntegrationTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.Latchkey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What ShedLock itself asks of each lock provider. Whether a lock is free is told by
 * another provider, which knows of the first only what is in the files.
 */
class LatchkeyLockProviderContractTests extends AbstractExtensibleLockProviderIntegrationTest {

	@SuppressWarnings("NullAway.Init")
	private LatchkeyLockProvider provider;

	@SuppressWarnings("NullAway.Init")
	private LatchkeyLockProvider other;

	@BeforeEach
	void create(@TempDir Path directory) {
		this.provider = provider(directory);
		this.other = provider(directory);
	}

	private static LatchkeyLockProvider provider(Path directory) {
		return new LatchkeyLockProvider(Latchkey.builder().directory(directory).build());
	}

	@Override
	protected ExtensibleLockProvider getLockProvider() {
		return this.provider;
	}

	/** The thread that gives a lock up is not there in the same instant. */
	@Override
	protected void assertUnlocked(String name) {
		Awaitility.await().untilAsserted(() -> {
			Optional<SimpleLock> lock = this.other.lock(lockConfig(name));
			lock.ifPresent(SimpleLock::unlock);
			assertThat(lock).isPresent();
		});
	}

	@Override
	protected void assertLocked(String name) {
		Optional<SimpleLock> lock = this.other.lock(lockConfig(name, Duration.ofMinutes(5), Duration.ZERO));
		lock.ifPresent(SimpleLock::unlock);
		assertThat(lock).isEmpty();
	}

}
