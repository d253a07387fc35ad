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

package dev.latchkey.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.latchkey.internal.named.NamedLock;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.jdbc.FencedTable;
import dev.latchkey.spring.test.OtherProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Results of syncs in a database, which refuses those of an instance that has lost its
 * lock, as {@code docs/guide/fencing.md} shows it.
 */
class FencedResultTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	@SuppressWarnings("NullAway.Init")
	private JdbcClient jdbc;

	@SuppressWarnings("NullAway.Init")
	private TransactionTemplate transaction;

	@SuppressWarnings("NullAway.Init")
	private FencedTable results;

	@BeforeEach
	void create() {
		JdbcDataSource database = new JdbcDataSource();
		database.setURL("jdbc:h2:" + this.workspace.resolve("results"));
		this.jdbc = JdbcClient.create(database);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
		this.results = new FencedTable(database, "result", "id", "fencing_token");
		update("create table result (id int primary key, text varchar(99))");
		update("insert into result (id, text) values (1, 'none yet')");
		update("alter table result add column fencing_token bigint default 0 not null");
	}

	@Test
	void whoHasLostTheWorkspaceWithoutKnowingWritesNoResult() throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, "--server.port=0",
				"--sample.workspace=" + this.workspace, "--sample.sync-interval=1h", "--sample.remote-latency=1ms")) {
			LockDirectory directory = context.getBean(LockDirectory.class);
			try (OtherProcess former = await().ignoreExceptions()
				.until(() -> OtherProcess.holding(Workspace.LOCK, directory), (other) -> true)) {
				NamedLock lock = context.getBean(LatchkeyParts.class).named().lock(Workspace.LOCK);
				long formerToken = token(lock);
				assertThat(store(formerToken, "former")).isOne();
				Files.delete(lock.id().path());
				context.getBean(LockTemplate.class)
					.executeWithoutResult(LockRequest.of(Workspace.LOCK), () -> store("later"));
				assertThat(store(formerToken, "former, late")).as("by " + former.pid()).isZero();
			}
		}
		assertThat(this.jdbc.sql("select text from result").query(String.class).single()).isEqualTo("later");
	}

	private void store(String text) {
		this.transaction.executeWithoutResult((status) -> {
			this.results.admit(1, LockContext.current().orElseThrow());
			update("update result set text = '" + text + "' where id = 1");
		});
	}

	/** Store what another process would, in one statement. */
	private int store(long token, String text) {
		return this.jdbc
			.sql("update result set text = :text, fencing_token = :token where id = :id and fencing_token <= :token")
			.param("text", text)
			.param("token", token)
			.param("id", 1)
			.update();
	}

	private void update(String sql) {
		int unused = this.jdbc.sql(sql).update();
	}

	private static long token(NamedLock lock) {
		return Objects.requireNonNull(lock.inspect().fencingToken());
	}

}
