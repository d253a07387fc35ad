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

package dev.latchkey.spring.jdbc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

import dev.latchkey.Latchkey;
import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FencedTableTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@SuppressWarnings("NullAway.Init")
	private Latchkey latchkey;

	@SuppressWarnings("NullAway.Init")
	private DataSource database;

	@SuppressWarnings("NullAway.Init")
	private JdbcClient jdbc;

	@SuppressWarnings("NullAway.Init")
	private TransactionTemplate transaction;

	@SuppressWarnings("NullAway.Init")
	private FencedTable accounts;

	@BeforeEach
	void create() {
		this.latchkey = Latchkey.builder().directory(this.directory).build();
		this.database = database("accounts");
		this.jdbc = JdbcClient.create(this.database);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(this.database));
		this.accounts = new FencedTable(this.database, "account", "id", "fencing_token");
		update("create table account (id bigint primary key, balance int not null, "
				+ "fencing_token bigint default 0 not null)");
		update("insert into account (id, balance) values (17, 0)");
	}

	private DataSource database(String name) {
		JdbcDataSource database = new JdbcDataSource();
		database.setURL("jdbc:h2:" + this.directory.resolve(name) + ";LOCK_TIMEOUT=60000");
		return database;
	}

	@AfterEach
	void close() {
		this.latchkey.close();
	}

	@Test
	void aHolderWritesAsOftenAsItLikes() {
		try (LockHold hold = acquire()) {
			pay(hold, 5);
			pay(hold, 6);
		}
		assertThat(balance()).isEqualTo(11);
	}

	@Test
	void aLaterHolderWritesAndTheFormerOneIsRefused() throws Exception {
		LockHold former = acquire();
		pay(former, 5);
		Files.delete(former.id().path());
		try (LockHold later = acquireAfterLoss(former)) {
			pay(later, 6);
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> pay(former, 7))
				.withMessageContaining("row '17' of table 'account'")
				.withMessageContaining("token " + later.fencingToken())
				.withMessageContaining("token " + former.fencingToken());
			pay(later, 8);
		}
		assertThat(balance()).isEqualTo(19);
	}

	@Test
	void aFormerHolderWhoComesInTheMiddleIsRefusedWhenTheLaterOneHasCommitted() throws Exception {
		LockHold former = acquire();
		Files.delete(former.id().path());
		CountDownLatch admitted = new CountDownLatch(1);
		try (LockHold later = acquireAfterLoss(former)) {
			FutureTask<Boolean> late = new FutureTask<>(() -> {
				boolean unused = admitted.await(1, TimeUnit.MINUTES);
				pay(former, 7);
				return true;
			});
			new Thread(late).start();
			this.transaction.executeWithoutResult((status) -> {
				this.accounts.admit(17, later);
				admitted.countDown();
				add(6);
			});
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> late.get(1, TimeUnit.MINUTES))
				.withCauseInstanceOf(LockLostException.class);
		}
		assertThat(balance()).isEqualTo(6);
	}

	@Test
	void aRowThatIsNotThereIsNoLoss() {
		try (LockHold hold = acquire()) {
			assertThatExceptionOfType(EmptyResultDataAccessException.class)
				.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> this.accounts.admit(18, hold)))
				.withMessageContaining("row '18'");
		}
	}

	@Test
	void aRowWithoutATokenHasHadNoHolder() {
		update("alter table account alter column fencing_token drop default");
		update("alter table account alter column fencing_token drop not null");
		update("insert into account (id, balance) values (18, 0)");
		try (LockHold hold = acquire()) {
			this.transaction.executeWithoutResult((status) -> this.accounts.admit(18, hold));
			assertThat(token(18)).isEqualTo(hold.fencingToken());
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void aRowMustBeNamed() {
		try (LockHold hold = acquire()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.transaction.executeWithoutResult((status) -> this.accounts.admit(null, hold)))
				.withMessageContaining("table 'account'");
		}
	}

	@Test
	void thereMustBeATransaction() {
		try (LockHold hold = acquire()) {
			assertThatExceptionOfType(IllegalTransactionStateException.class)
				.isThrownBy(() -> this.accounts.admit(17, hold));
		}
	}

	@Test
	void theTransactionOfAnotherDatabaseIsNone() {
		TransactionTemplate other = new TransactionTemplate(new JdbcTransactionManager(database("orders")));
		try (LockHold hold = acquire()) {
			assertThatExceptionOfType(IllegalTransactionStateException.class)
				.isThrownBy(() -> other.executeWithoutResult((status) -> this.accounts.admit(17, hold)))
				.withMessageContaining("table 'account'");
			assertThat(token(17)).isZero();
		}
	}

	@Test
	void theTransactionOfAnotherDatabaseAroundOneOfThisDoesNoHarm() {
		TransactionTemplate other = new TransactionTemplate(new JdbcTransactionManager(database("orders")));
		try (LockHold hold = acquire()) {
			other.executeWithoutResult((status) -> pay(hold, 5));
		}
		assertThat(balance()).isEqualTo(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1st", "account; drop table account", "\"account\"", "a b" })
	void aNameThatNeedsQuotesIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new FencedTable(this.database, name, "id", "token"));
		assertThatIllegalArgumentException().isThrownBy(() -> new FencedTable(this.database, "account", name, "token"));
		assertThatIllegalArgumentException().isThrownBy(() -> new FencedTable(this.database, "account", "id", name));
	}

	@Test
	void aTableMayBeInASchema() {
		FencedTable qualified = new FencedTable(this.database, "public.account", "id", "fencing_token");
		try (LockHold hold = acquire()) {
			this.transaction.executeWithoutResult((status) -> qualified.admit(17, hold));
		}
	}

	private LockHold acquire() {
		return this.latchkey.heldFile(this.directory.resolve("account.held")).tryAcquire().orElseThrow();
	}

	/** Within one JVM the loser has its turn until it is closed; its hold remains. */
	private LockHold acquireAfterLoss(LockHold former) {
		former.close();
		return acquire();
	}

	private void pay(LockHold hold, int amount) {
		this.transaction.executeWithoutResult((status) -> {
			this.accounts.admit(17, hold);
			add(amount);
		});
	}

	private void add(int amount) {
		update("update account set balance = balance + " + amount + " where id = 17");
	}

	private void update(String sql) {
		int unused = this.jdbc.sql(sql).update();
	}

	private long token(int id) {
		return this.jdbc.sql("select fencing_token from account where id = " + id).query(Long.class).single();
	}

	private int balance() {
		return this.jdbc.sql("select balance from account where id = 17").query(Integer.class).single();
	}

}
