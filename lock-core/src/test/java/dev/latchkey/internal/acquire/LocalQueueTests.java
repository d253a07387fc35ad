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

package dev.latchkey.internal.acquire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import dev.latchkey.internal.wait.Deadline;

import static org.assertj.core.api.Assertions.assertThat;

class LocalQueueTests {

	private final LocalQueue queue = new LocalQueue();

	@Test
	void oneHasTheTurnAndTheOthersDoNot() {
		LocalQueue.Entry entry = this.queue.tryEnter("key");
		assertThat(entry).isNotNull();
		assertThat(this.queue.tryEnter("key")).isNull();
		LocalQueue.Entry other = this.queue.tryEnter("other key");
		assertThat(other).isNotNull();
		assertThat(this.queue.isMine("key")).isTrue();
		entry.leave();
		other.leave();
		assertThat(this.queue.isMine("key")).isFalse();
	}

	@Test
	void aTryDoesNotPassAnEntitledWaiter() throws Exception {
		LocalQueue.Entry entry = this.queue.tryEnter("key");
		assertThat(entry).isNotNull();
		CompletableFuture<LocalQueue.Entry> waiter = CompletableFuture.supplyAsync(this::enter);
		Awaitility.await().until(() -> this.queue.waiters("key") == 1);
		entry.leave();
		LocalQueue.Entry passing = this.queue.tryEnter("key");
		assertThat(passing).isNull();
		waiter.get(1, TimeUnit.MINUTES).leave();
	}

	@Test
	void aQueueThatNobodyUsesIsForgotten() throws InterruptedException {
		LocalQueue.Entry entry = this.queue.tryEnter("key");
		assertThat(entry).isNotNull();
		assertThat(this.queue.enter("key", Deadline.after(Duration.ofMillis(1)))).isNull();
		assertThat(this.queue.size()).isEqualTo(1);
		entry.leave();
		assertThat(this.queue.size()).isZero();
	}

	private LocalQueue.Entry enter() {
		try {
			LocalQueue.Entry entry = this.queue.enter("key", Deadline.after(Duration.ofMinutes(1)));
			assertThat(entry).isNotNull();
			return entry;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
