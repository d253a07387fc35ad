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

package dev.latchkey.spring.aop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.r2dbc.h2.H2ConnectionConfiguration;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.internal.named.NamedLocks;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.OtherHolder;
import dev.latchkey.spring.ReactiveLockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A lock that is acquired in a reactive transaction of a real database is held until that
 * transaction has completed.
 */
class ReactiveTransactionTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory);
	}

	@Test
	void theLockIsReleasedAfterTheCommitOfTheOuterTransaction() {
		run((bank) -> {
			bank.block(bank.inTransaction(bank.accounts.add(1)));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 1 rows");
		});
	}

	@Test
	void theLockOfAFluxIsReleasedAfterTheTransactionToo() {
		run((bank) -> {
			bank.block(bank.inTransaction(bank.accounts.addAll(1, 2).then()));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 2 rows");
		});
	}

	@Test
	void aTransactionOfTheMethodItselfIsInsideTheLock() {
		run((bank) -> {
			bank.block(bank.accounts.add(1));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 1 rows");
		});
	}

	@Test
	void theLockIsReleasedAfterTheRollback() {
		run((bank) -> {
			Mono<Void> failing = bank
				.inTransaction(bank.accounts.add(1).then(Mono.error(new IllegalArgumentException())));
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> bank.block(failing));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 0 rows");
		});
	}

	@Test
	void severalLocksAreReleasedInReverseOrderAndLaterCallsHaveThem() {
		run((bank) -> {
			bank.block(bank.inTransaction(bank.accounts.add(1)
				.then(bank.accounts.other())
				.then(bank.accounts.add(2))
				.then(bank.template.execute(LockRequest.of("accounts"), () -> bank.insert(3)))));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "acquired other, 0 rows",
					"released other, 3 rows", "released accounts, 3 rows");
		});
	}

	@Test
	void callsOfOneTransactionRunOneAfterTheOther() {
		run((bank) -> {
			Sinks.Empty<Void> work = Sinks.empty();
			LockRequest request = LockRequest.of("accounts").waitTime(LIMIT);
			Mono<Void> both = Mono.when(bank.template.execute(request, work::asMono),
					bank.template.execute(request, () -> {
						assertThat(work.currentSubscriberCount()).as("the other one is at work").isZero();
						return Mono.empty();
					}), bank.template.execute(LockRequest.of("later").waitTime(Duration.ZERO), () -> {
						work.tryEmitEmpty().orThrow();
						return Mono.empty();
					}));
			bank.block(bank.inTransaction(both));
			assertThat(bank.observed).filteredOn((event) -> event.contains("accounts")).hasSize(2);
		});
	}

	@Test
	void aCallOfTheTransactionThatIsStillAtWorkMakesTheLockBusyForTheNext() {
		run((bank) -> {
			LockRequest request = LockRequest.of("accounts").waitTime(Duration.ZERO);
			Mono<Void> busy = bank.inTransaction(Mono.when(bank.template.execute(request, Mono::never),
					bank.template.execute(request, Mono::<Void>empty)));
			assertThatExceptionOfType(LockTimeoutException.class).isThrownBy(() -> bank.block(busy));
			bank.block(bank.inTransaction(bank.accounts.add(1)));
		});
	}

	@Test
	void aTransactionOfItsOwnReleasesAtItsOwnEndAndJoinsWhatTheOuterKeeps() {
		run((bank) -> {
			TransactionalOperator inner = bank.operator(DefaultTransactionDefinition.PROPAGATION_REQUIRES_NEW);
			bank.block(bank.inTransaction(bank.accounts.other()
				.then(inner.transactional(bank.accounts.add(1).then(bank.accounts.other())))
				.then(Mono.fromRunnable(() -> assertThat(bank.observed).containsExactly("acquired other, 0 rows",
						"acquired accounts, 0 rows", "released accounts, 1 rows")))));
			assertThat(bank.observed).last().isEqualTo("released other, 1 rows");
		});
	}

	@Test
	void aTransactionWhoseLockWasLostDoesNotCommit() {
		run((bank) -> {
			Mono<Void> lost = bank.inTransaction(
					bank.accounts.add(1).then(Mono.fromCallable(() -> Files.deleteIfExists(bank.file()))).then());
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> bank.block(lost));
			bank.block(bank.inTransaction(bank.accounts.add(1)));
			assertThat(bank.observed).last().isEqualTo("released accounts, 1 rows");
		});
	}

	@Test
	void theLockIsReleasedWhenTheSubscriptionIsCancelled() {
		run((bank) -> {
			Mono<Void> endless = bank.inTransaction(bank.accounts.add(1).then(Mono.never()));
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> endless.block(Duration.ofMillis(500)));
			bank.block(bank.template.execute(LockRequest.of("accounts").waitTime(LIMIT), () -> bank.insert(7)));
			assertThat(bank.observed).last().isEqualTo("released accounts, 1 rows");
		});
	}

	@Test
	void theRequestMayReleaseAfterTheSubscription() {
		run((bank) -> bank.block(bank.inTransaction(
				bank.template.execute(LockRequest.of("brief").releaseAfter(ReleaseAfter.METHOD), () -> bank.insert(1))
					.then(Mono.fromRunnable(() -> assertThat(bank.observed).containsExactly("acquired brief, 0 rows",
							"released brief, 0 rows"))))));
	}

	@Test
	void aSkippedCallLeavesTheTransactionAlone() {
		run((bank) -> {
			LockRequest request = LockRequest.of("accounts").waitTime(Duration.ZERO).whenBusy(WhenBusy.SKIP);
			LockHold other = OtherHolder.of(bank.locks, bank.file());
			bank.block(bank.inTransaction(bank.template.execute(request, Mono::<Void>never).then(bank.insert(1))));
			assertThat(bank.observed).hasSize(1);
			other.close();
			assertThat(bank.observed).last().isEqualTo("released accounts, 1 rows");
		});
	}

	private void run(Check check) {
		this.runner.run((context) -> check.check(new Bank(context)));
	}

	private interface Check {

		void check(Bank bank) throws Exception;

	}

	/** What the tests use of an application. */
	private static final class Bank {

		final Accounts accounts;

		final ReactiveLockTemplate template;

		final List<String> observed;

		private final DatabaseClient client;

		private final ReactiveTransactionManager manager;

		private final LockDirectory directory;

		final NamedLocks locks;

		Bank(ApplicationContext context) {
			this.accounts = context.getBean(Accounts.class);
			this.template = context.getBean(ReactiveLockTemplate.class);
			this.observed = context.getBean(AccountDatabase.Observer.class).observed;
			this.client = context.getBean(DatabaseClient.class);
			this.manager = context.getBean(ReactiveTransactionManager.class);
			this.directory = context.getBean(LockDirectory.class);
			this.locks = context.getBean(LatchkeyParts.class).named();
		}

		TransactionalOperator operator(int propagation) {
			return TransactionalOperator.create(this.manager, new DefaultTransactionDefinition(propagation));
		}

		Mono<Void> inTransaction(Mono<Void> work) {
			return operator(DefaultTransactionDefinition.PROPAGATION_REQUIRED).transactional(work);
		}

		void block(Mono<Void> work) {
			work.block(LIMIT);
		}

		Mono<Void> insert(int balance) {
			return Accounts.insert(this.client, balance);
		}

		Path file() {
			return this.directory.file(new LockName("accounts", null));
		}

	}

	static class Accounts {

		private final DatabaseClient client;

		Accounts(DatabaseClient client) {
			this.client = client;
		}

		@Transactional
		@HeldFileLock("accounts")
		public Mono<Void> add(int balance) {
			return insert(this.client, balance);
		}

		@Transactional
		@HeldFileLock("accounts")
		public Flux<Integer> addAll(int first, int second) {
			return Flux.just(first, second).concatMap((balance) -> insert(this.client, balance).thenReturn(balance));
		}

		@HeldFileLock("other")
		public Mono<Void> other() {
			return Mono.empty();
		}

		static Mono<Void> insert(DatabaseClient client, int balance) {
			return client.sql("insert into account values (:balance)").bind("balance", balance).then();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Application {

		@Bean
		ConnectionFactory connectionFactory() {
			return new H2ConnectionFactory(H2ConnectionConfiguration.builder()
				.inMemory("reactive" + System.nanoTime())
				.property("DB_CLOSE_DELAY", "-1")
				.build());
		}

		@Bean
		DatabaseClient databaseClient(ConnectionFactory connections) {
			DatabaseClient client = DatabaseClient.create(connections);
			client.sql("create table account(balance int)").then().block(LIMIT);
			return client;
		}

		@Bean
		ReactiveTransactionManager transactionManager(ConnectionFactory connections) {
			return new R2dbcTransactionManager(connections);
		}

		@Bean
		AccountDatabase.Observer observer(DatabaseClient client) {
			return new AccountDatabase.Observer(() -> committedRows(client) + " rows");
		}

		private static String committedRows(DatabaseClient client) {
			Mono<String> rows = client.sql("select count(*) from account")
				.map((row) -> String.valueOf(row.get(0)))
				.one();
			return rows.toFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		}

		@Bean
		Accounts accounts(DatabaseClient client) {
			return new Accounts(client);
		}

	}

}
