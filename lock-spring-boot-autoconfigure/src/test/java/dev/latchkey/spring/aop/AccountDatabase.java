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

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import dev.latchkey.LockHold;
import dev.latchkey.contract.EventCallbacks;

/**
 * A real database with a table of accounts and with transactions.
 */
@Configuration(proxyBeanMethods = false)
@EnableTransactionManagement
class AccountDatabase {

	@Bean
	DataSource dataSource() {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setURL("jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1;INIT="
				+ "create table if not exists account(balance int)");
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

	static void insert(JdbcTemplate jdbc, int balance) {
		jdbc.update("insert into account values (?)", balance);
	}

	/** Return how many accounts the transaction of this thread sees. */
	static int rows(JdbcTemplate jdbc) {
		Integer rows = jdbc.queryForObject("select count(*) from account", Integer.class);
		return (rows != null) ? rows : -1;
	}

	/** Return how many accounts another connection sees. */
	static int committedRows(JdbcTemplate jdbc) {
		return CompletableFuture.supplyAsync(() -> rows(jdbc)).join();
	}

	/** Looks at the database when locks come and go. */
	static class Observer extends EventCallbacks {

		final List<String> observed = new CopyOnWriteArrayList<>();

		private final Supplier<String> state;

		Observer(Supplier<String> state) {
			this.state = state;
		}

		@Override
		public void acquired(LockHold hold) {
			observe("acquired", hold);
		}

		@Override
		public void released(LockHold hold) {
			observe("released", hold);
		}

		private void observe(String event, LockHold hold) {
			this.observed.add(event + " " + hold.id().name() + ", " + this.state.get());
		}

	}

}
