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

package dev.latchkey.backend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockEvent;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Oracle;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LockRegistryBackendAutoConfiguration;

/**
 * An application with locked methods. A command is the name of a method: it answers
 * {@code in} when it is in its section, stays there until the next command, and says how
 * it ended. {@code count <n>} goes in and out so many times.
 */
public class BackendWorker {

	static final String LOCK = "contract";

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private static final int COST_CALLS = 1000;

	public static void main(String... arguments) throws IOException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(arguments)) {
			Calls calls = context.getBean(Calls.class);
			ForkedJvm.reply("ready");
			for (String line = ForkedJvm.awaitCommand(); line != null; line = ForkedJvm.awaitCommand()) {
				ForkedJvm.reply(String.valueOf(answer(calls, line)));
			}
		}
	}

	private static @Nullable Object answer(Calls calls, String command) throws IOException {
		try {
			if (command.startsWith("count ")) {
				return count(calls, Integer.parseInt(command.substring("count ".length())));
			}
			return switch (command) {
				case "idle" -> "idle";
				case "timed" -> calls.timed();
				case "cost" -> cost(calls);
				case "exclusive" -> calls.exclusive();
				case "skip" -> calls.skipping();
				case "timeout" -> calls.impatient();
				case "stage" -> calls.stage().toCompletableFuture().join();
				case "mono" -> calls.mono().block();
				default -> throw new IllegalArgumentException(command);
			};
		}
		catch (LatchkeyException ex) {
			return told(ex);
		}
		catch (CompletionException ex) {
			return (ex.getCause() instanceof LatchkeyException cause) ? told(cause) : ex.getCause();
		}
	}

	private static String count(Calls calls, int times) throws IOException {
		Oracle oracle = new Oracle(Path.of(System.getProperty("oracle")));
		for (int i = 0; i < times; i++) {
			calls.pass(oracle);
		}
		return (oracle.overlaps() == 0) ? "counted" : oracle.overlaps() + " OVERLAPS";
	}

	/**
	 * What a call costs that nobody is in the way of, in a JVM that has made many: the
	 * median, in microseconds.
	 */
	private static double cost(Calls calls) {
		long begun = System.nanoTime();
		while (System.nanoTime() - begun < WARM_UP.toNanos()) {
			calls.nothing();
		}
		double[] micros = new double[COST_CALLS];
		for (int i = 0; i < COST_CALLS; i++) {
			long called = System.nanoTime();
			calls.nothing();
			micros[i] = (System.nanoTime() - called) / 1000.0;
		}
		Arrays.sort(micros);
		return micros[COST_CALLS / 2];
	}

	private static String told(LatchkeyException problem) {
		if (problem instanceof LockTimeoutException) {
			return "busy";
		}
		return (problem instanceof LockLostException) ? "lost at the end" : "no backend: " + problem;
	}

	/** The critical section of a call. */
	private static String stay() {
		ForkedJvm.reply("in");
		String unused = ForkedJvm.awaitCommand();
		return "out";
	}

	/** Say when it is entered and left, by the clock that all processes share. */
	private static String stayTimed() {
		ForkedJvm.reply(Long.toString(System.nanoTime()));
		String unused = ForkedJvm.awaitCommand();
		return Long.toString(System.nanoTime());
	}

	static class Calls {

		@HeldFileLock(LOCK)
		public String exclusive() {
			return stay();
		}

		@HeldFileLock(value = LOCK, waitTime = "0", whenBusy = WhenBusy.SKIP)
		public @Nullable String skipping() {
			return stay();
		}

		@HeldFileLock(value = LOCK, waitTime = "300ms")
		public String impatient() {
			return stay();
		}

		@HeldFileLock(LOCK)
		public CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(BackendWorker::stay);
		}

		@HeldFileLock(LOCK)
		public Mono<String> mono() {
			return Mono.fromCallable(BackendWorker::stay);
		}

		@HeldFileLock(value = LOCK, waitTime = "120s")
		public String timed() {
			return stayTimed();
		}

		@HeldFileLock("cost")
		public void nothing() {
		}

		@HeldFileLock(LOCK)
		public void pass(Oracle oracle) throws IOException {
			oracle.visit(1, () -> {
			});
		}

		@EventListener
		void lost(LockEvent.Lost event) {
			ForkedJvm.reply("lost " + event.hold().id().type().hasFencingTokens());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ LockRegistryBackendAutoConfiguration.class, LatchkeyAutoConfiguration.class })
	@Import({ Calls.class, BackendConfiguration.Jdbc.class, BackendConfiguration.Redis.class,
			BackendConfiguration.Zookeeper.class })
	static class Application {

	}

}
