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

package dev.latchkey.spring.event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

import dev.latchkey.LockEvent;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockLostException;
import dev.latchkey.LockType;
import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.process.Heartbeats;
import dev.latchkey.process.OtherHolder;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class LockEventTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private ApplicationContextRunner runner;

	@BeforeEach
	void create() {
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withUserConfiguration(Hearer.class)
			.withPropertyValues("latchkey.directory=" + this.directory, "latchkey.held-file.stale-after=200ms");
	}

	@Test
	void aLostLock(CapturedOutput output) {
		this.runner.run((context) -> {
			try (LockHold hold = context.getBean(LatchkeyParts.class).named().lock("job").tryAcquire().orElseThrow()) {
				Files.delete(hold.id().path());
				assertThatExceptionOfType(LockLostException.class).isThrownBy(hold::requireHeld);
				LockEvent.Lost event = context.getBean(Hearer.class).next(LockEvent.Lost.class);
				assertThat(event.hold()).isSameAs(hold);
				assertThat(event.hold().holder().pid()).isEqualTo(ProcessHandle.current().pid());
				assertThat(event.hold().fencingToken()).isEqualTo(hold.fencingToken());
				assertThat(event.hold().acquiredAt()).isEqualTo(hold.acquiredAt());
				assertThat(event.noticedAt()).isBetween(hold.acquiredAt(), Instant.now());
				assertThat(event.reason()).contains("removed or replaced");
			}
			assertThat(output).containsPattern("WARN .*dev.latchkey.locks.*was lost while it was held");
		});
	}

	@Test
	void aStalledLockAndOneThatAnOperatorBreaks(CapturedOutput output) {
		this.runner.run((context) -> {
			NamedLock job = context.getBean(LatchkeyParts.class).named().lock("job");
			Hearer hearer = context.getBean(Hearer.class);
			OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory);
			try {
				other.stop();
				Heartbeats.age(job.id().path(), Duration.ofMinutes(1));
				assertThat(job.tryAcquire()).isEmpty();
				LockEvent.Stalled stalled = hearer.next(LockEvent.Stalled.class);
				assertThat(stalled.id()).isEqualTo(job.id());
				assertThat(stalled.holders()).extracting(LockHolder::pid).containsExactly(other.pid());
				assertThat(stalled.noticedAt()).isBeforeOrEqualTo(Instant.now());
				assertThat(job.breakStalled().holders()).isNotEmpty();
				LockEvent.TakenOver broken = hearer.next(LockEvent.TakenOver.class);
				assertThat(broken.id()).isEqualTo(stalled.id());
				assertThat(broken.former().pid()).isEqualTo(other.pid());
				assertThat(broken.noticedAt()).isAfterOrEqualTo(stalled.noticedAt());
			}
			finally {
				other.resume();
				other.close();
			}
			assertThat(output).containsPattern("WARN .*dev.latchkey.locks.*is stalled");
			assertThat(output).containsPattern("INFO .*dev.latchkey.locks.*was taken from a dead or stalled holder");
		});
	}

	@Test
	void aSkip(CapturedOutput output) {
		this.runner.run((context) -> {
			try (OtherHolder other = OtherHolder.of(LockType.NAMED, this.directory)) {
				boolean ran = context.getBean(LockTemplate.class)
					.executeWithoutResult(LockRequest.of("job").waitTime(Duration.ZERO).whenBusy(WhenBusy.SKIP), () -> {
					});
				assertThat(ran).isFalse();
				LockSkippedEvent skipped = context.getBean(Hearer.class).next(LockSkippedEvent.class);
				assertThat(skipped.lock().path()).isEqualTo(this.directory.resolve("job.flock"));
				assertThat(skipped.holders()).extracting(LockHolder::pid).containsExactly(other.pid());
				assertThat(skipped.noticedAt()).isBeforeOrEqualTo(Instant.now());
				assertThat(output).containsPattern("INFO .*dev.latchkey.skipped.*held by pid " + other.pid());
			}
		});
	}

	@Test
	void aSlowListenerHoldsUpNobodyAndAFailingOneIsReported(CapturedOutput output) throws Exception {
		CountDownLatch slow = new CountDownLatch(1);
		BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
		try (LockEventPublisher publisher = new LockEventPublisher((event) -> {
			slow(slow);
			heard.add(event);
			throw new IllegalStateException("broken");
		})) {
			LockId id = new LockId(LockType.NAMED, "job", this.directory.resolve("job"));
			publisher.onEvent(new LockEvent.Stalled(id, List.of()));
			publisher.onEvent(new LockEvent.Stalled(id, List.of()));
			assertThat(heard).isEmpty();
			slow.countDown();
			assertThat(heard.poll(30, TimeUnit.SECONDS)).isInstanceOf(LockEvent.Stalled.class);
			assertThat(heard.poll(30, TimeUnit.SECONDS)).isInstanceOf(LockEvent.Stalled.class);
			await().until(() -> output.getAll().contains("A listener failed to take Stalled"));
		}
	}

	@Test
	void nothingIsPublishedAfterTheEnd() {
		BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
		LockEventPublisher publisher = new LockEventPublisher(heard::add);
		publisher.close();
		publisher.onEvent(
				new LockEvent.Stalled(new LockId(LockType.NAMED, "job", this.directory.resolve("job")), List.of()));
		assertThat(heard).isEmpty();
	}

	private static void slow(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static class Hearer {

		private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

		@EventListener({ LockEvent.class, LockSkippedEvent.class })
		void hear(Object event) {
			this.heard.add(event);
		}

		<T> T next(Class<T> type) throws InterruptedException {
			for (Object event = poll(); event != null; event = poll()) {
				if (type.isInstance(event)) {
					return type.cast(event);
				}
			}
			throw new AssertionError("No " + type.getSimpleName());
		}

		private @Nullable Object poll() throws InterruptedException {
			return this.heard.poll(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
		}

	}

}
