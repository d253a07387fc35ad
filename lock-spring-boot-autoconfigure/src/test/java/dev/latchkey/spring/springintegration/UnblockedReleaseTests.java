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

package dev.latchkey.spring.springintegration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.integration.support.locks.LockRegistry;
import reactor.core.publisher.Mono;

import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.ReactiveLockTemplate;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockRegistryBackendAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whoever ends asynchronous work does not wait for the backend that takes its lock back.
 */
@Timeout(60)
class UnblockedReleaseTests {

	private static final LockRequest REQUEST = LockRequest.of("orders");

	private static final Duration SOON = Duration.ofSeconds(10);

	private final LockTable table = new LockTable();

	private final CompletableFuture<String> work = new CompletableFuture<>();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void ofAStage() {
		endsElsewhere((context) -> context.getBean(LockTemplate.class).executeAsync(REQUEST, () -> this.work));
	}

	@Test
	void ofAPublisher() {
		endsElsewhere((context) -> context.getBean(ReactiveLockTemplate.class)
			.execute(REQUEST, () -> Mono.fromFuture(this.work))
			.toFuture());
	}

	private void endsElsewhere(Function<ApplicationContext, CompletableFuture<String>> start) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(LatchkeyAutoConfiguration.class, LockRegistryBackendAutoConfiguration.class))
			.withPropertyValues("latchkey.backend=lock-registry", "latchkey.directory=" + this.directory)
			.withBean(LockRegistry.class, this.table::registry)
			.run((context) -> {
				CompletableFuture<String> locked = start.apply(context);
				await().until(() -> this.table.rows() == 1 && this.work.getNumberOfDependents() > 0);
				CountDownLatch silence = this.table.fallSilent();
				assertThat(CompletableFuture.runAsync(() -> this.work.complete("done"))).succeedsWithin(SOON);
				assertThat(locked).isNotDone();
				silence.countDown();
				assertThat(locked.get(30, TimeUnit.SECONDS)).isEqualTo("done");
				assertThat(this.table.rows()).isZero();
			});
	}

}
