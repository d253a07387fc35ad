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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A lock around a transaction of a real database: the next holder sees what was
 * committed, and nothing of what was rolled back.
 */
class TransactionTests {

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory);
	}

	@Test
	void theLockIsReleasedAfterTheCommit() {
		this.runner.run((context) -> {
			context.getBean(Accounts.class).add(1);
			assertThat(observed(context)).containsExactly("acquired accounts, 0 rows, no transaction",
					"released accounts, 1 rows, no transaction");
		});
	}

	@Test
	void theLockIsReleasedAfterTheRollback() {
		this.runner.run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Accounts.class).addAndFail(1))
				.withMessage("1 rows, locked true");
			assertThat(observed(context)).containsExactly("acquired accounts, 0 rows, no transaction",
					"released accounts, 0 rows, no transaction");
		});
	}

	@Test
	void anAnnotationOfTheClassIsOutsideTooWhateverTheOrderOfWriting() {
		this.runner.run((context) -> {
			context.getBean(WholeAccounts.class).add(1);
			assertThat(observed(context)).containsExactly("acquired accounts, 0 rows, no transaction",
					"released accounts, 1 rows, no transaction");
		});
	}

	@Test
	void readersAndWritersUnderOneLockLoseNoUpdate() {
		this.runner.run((context) -> {
			Accounts accounts = context.getBean(Accounts.class);
			accounts.add(0);
			List<CompletableFuture<Void>> all = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				all.add(CompletableFuture.runAsync(() -> {
					for (int j = 0; j < 25; j++) {
						accounts.increment();
					}
				}));
			}
			CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
			assertThat(context.getBean(JdbcTemplate.class).queryForObject("select balance from account", Integer.class))
				.isEqualTo(100);
		});
	}

	private static List<String> observed(AssertableApplicationContext context) {
		return context.getBean(AccountDatabase.Observer.class).observed;
	}

	static class Accounts {

		private final JdbcTemplate jdbc;

		Accounts(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@HeldFileLock("accounts")
		public void add(int balance) {
			AccountDatabase.insert(this.jdbc, balance);
		}

		@HeldFileLock("accounts")
		@Transactional
		public void addAndFail(int balance) {
			AccountDatabase.insert(this.jdbc, balance);
			throw new IllegalStateException(
					AccountDatabase.rows(this.jdbc) + " rows, locked " + LockContext.current().isPresent());
		}

		@Transactional
		@HeldFileLock(value = "accounts", waitTime = "60s")
		public void increment() {
			Integer balance = this.jdbc.queryForObject("select balance from account", Integer.class);
			this.jdbc.update("update account set balance = ?", (balance != null) ? balance + 1 : -1);
		}

	}

	@Transactional
	@HeldFileLock("accounts")
	static class WholeAccounts {

		private final JdbcTemplate jdbc;

		WholeAccounts(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		public void add(int balance) {
			AccountDatabase.insert(this.jdbc, balance);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AccountDatabase.class)
	static class Application {

		@Bean
		AccountDatabase.Observer observer(JdbcTemplate jdbc) {
			return new AccountDatabase.Observer(() -> AccountDatabase.committedRows(jdbc) + " rows, "
					+ (TransactionSynchronizationManager.isActualTransactionActive() ? "in a transaction"
							: "no transaction"));
		}

		@Bean
		Accounts accounts(JdbcTemplate jdbc) {
			return new Accounts(jdbc);
		}

		@Bean
		WholeAccounts wholeAccounts(JdbcTemplate jdbc) {
			return new WholeAccounts(jdbc);
		}

	}

}
