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

package dev.latchkey.spring.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.LockTimeoutException;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.process.Oracle;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.PackLocksAutoConfiguration;

/**
 * An application with a locked method of each kind. While a call is in its section it
 * also has a second lock of the kernel, the oracle, which must be free when it enters.
 */
public class Shop {

	private static final String LOCK = "shop";

	/**
	 * Run the application. A command is the kind of a call, which answers {@code in} when
	 * it is in its section, stays until the next line, and then answers {@code out}, or
	 * else what became of it.
	 * @param arguments none
	 */
	public static void main(String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(arguments)) {
			Calls calls = context.getBean(Calls.class);
			ForkedJvm.reply("ready");
			String command = ForkedJvm.awaitCommand();
			while (command != null && !command.equals("end")) {
				ForkedJvm.reply(String.valueOf(call(calls, command)));
				command = ForkedJvm.awaitCommand();
			}
		}
	}

	private static @Nullable Object call(Calls calls, String command) {
		try {
			return switch (command) {
				case "exclusive" -> calls.exclusive();
				case "skip" -> calls.skipping();
				case "fallback" -> calls.fallingBack();
				case "timeout" -> calls.impatient();
				case "stage" -> calls.stage().toCompletableFuture().join();
				case "mono" -> calls.mono().block();
				case "flux" -> calls.flux().blockLast();
				case "transaction" -> calls.transactional();
				case "pack" -> calls.pack(Path.of(System.getProperty("pack")));
				default -> throw new IllegalArgumentException(command);
			};
		}
		catch (LockTimeoutException ex) {
			return "busy " + ex.holders().get(0).pid();
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

	/** The critical section of a call. */
	private static String stay() {
		try {
			Oracle oracle = new Oracle(Path.of(System.getProperty("oracle")));
			oracle.visit(1, () -> {
				ForkedJvm.reply("in");
				String unused = ForkedJvm.awaitCommand();
			});
			return (oracle.overlaps() == 0) ? "out" : "OVERLAP";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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

		@HeldFileLock(value = LOCK, waitTime = "10ms", fallback = "later")
		public String fallingBack() {
			return stay();
		}

		String later() {
			return "later";
		}

		@HeldFileLock(value = LOCK, waitTime = "10ms")
		public String impatient() {
			return stay();
		}

		@HeldFileLock(LOCK)
		public CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(Shop::stay);
		}

		@HeldFileLock(LOCK)
		public Mono<String> mono() {
			return Mono.fromCallable(Shop::stay);
		}

		@HeldFileLock(LOCK)
		public Flux<String> flux() {
			return Flux.just("first").concatWith(Mono.fromCallable(Shop::stay));
		}

		@Transactional
		@HeldFileLock(LOCK)
		public String transactional() {
			if (!TransactionSynchronizationManager.isActualTransactionActive()) {
				throw new IllegalStateException("There is no transaction");
			}
			return stay();
		}

		@PackLock("#pack")
		public String pack(Path pack) {
			return stay();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class })
	@Import(Calls.class)
	static class Application {

		@Bean
		DataSource dataSource() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
			return dataSource;
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

}
