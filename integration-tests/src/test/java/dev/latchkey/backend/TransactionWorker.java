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

import java.util.Objects;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * An application whose locked methods are called in transactions.
 */
public class TransactionWorker {

	public static void main(String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(arguments)) {
			ForkedJvm.reply("ready");
			String command = Objects.requireNonNull(ForkedJvm.awaitCommand());
			context.getBean(Bank.class).deposit(Integer.parseInt(command.substring("deposit ".length())));
			ForkedJvm.reply("deposited");
		}
	}

	static class Bank {

		private final TransactionTemplate transaction;

		private final Account account;

		private final JdbcTemplate jdbc;

		Bank(PlatformTransactionManager manager, Account account, JdbcTemplate jdbc) {
			this.transaction = new TransactionTemplate(manager);
			this.account = account;
			this.jdbc = jdbc;
		}

		/** The outer transaction goes on for a while after the locked method. */
		void deposit(int times) {
			for (int i = 0; i < times; i++) {
				this.transaction.executeWithoutResult((status) -> {
					this.account.deposit();
					this.jdbc.execute("select pg_sleep(0.005)");
				});
			}
		}

	}

	static class Account {

		private final JdbcTemplate jdbc;

		Account(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@HeldFileLock("account")
		public void deposit() {
			Integer balance = this.jdbc.queryForObject("select balance from account", Integer.class);
			this.jdbc.update("update account set balance = ?", Objects.requireNonNull(balance) + 1);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	@Import({ Bank.class, Account.class })
	static class Application {

		@Bean
		DataSource dataSource(@Value("${url}") String url) {
			PGSimpleDataSource dataSource = new PGSimpleDataSource();
			dataSource.setUrl(url);
			return dataSource;
		}

		@Bean
		JdbcTemplate jdbcTemplate(DataSource dataSource) {
			return new JdbcTemplate(dataSource);
		}

		@Bean
		PlatformTransactionManager transactionManager(DataSource dataSource) {
			return new JdbcTransactionManager(dataSource);
		}

	}

}
