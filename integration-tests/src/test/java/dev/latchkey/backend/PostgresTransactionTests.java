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

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes read, add and write under a lock that each acquires in the middle of a
 * transaction. None loses what the other has committed.
 */
class PostgresTransactionTests {

	private static final int TIMES = 40;

	@Test
	void theNextHolderInAnotherProcessSeesWhatTheTransactionHasCommitted(@TempDir Path directory) {
		try (PostgresServer server = new PostgresServer()) {
			Map<String, String> properties = properties(server, directory);
			try (ForkedJvm other = ForkedJvm.start(properties, TransactionWorker.class);
					ConfigurableApplicationContext context = new SpringApplicationBuilder(
							TransactionWorker.Application.class)
						.properties(new HashMap<>(properties))
						.run()) {
				JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
				jdbc.execute("create table account(balance int)");
				jdbc.execute("insert into account values (0)");
				assertThat(other.answer()).isEqualTo("ready");
				other.send("deposit " + TIMES);
				context.getBean(TransactionWorker.Bank.class).deposit(TIMES);
				assertThat(other.answer()).isEqualTo("deposited");
				assertThat(jdbc.queryForObject("select balance from account", Integer.class)).isEqualTo(2 * TIMES);
			}
		}
	}

	private static Map<String, String> properties(PostgresServer server, Path directory) {
		return Map.of("url", server.properties().get("url"), "latchkey.directory", directory.toString(),
				"latchkey.wait-time", "60s", "spring.main.web-application-type", "none", "spring.main.banner-mode",
				"off");
	}

}
