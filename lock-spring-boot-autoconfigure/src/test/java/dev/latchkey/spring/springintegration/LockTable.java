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

package dev.latchkey.spring.springintegration;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A database in memory with a table of locks. It can be made to refuse connections, or to
 * leave those who want one waiting.
 */
final class LockTable extends DelegatingDataSource {

	private final JdbcTemplate template;

	private volatile boolean down;

	private volatile @Nullable CountDownLatch silence;

	private volatile boolean asked;

	LockTable() {
		super(database());
		this.template = new JdbcTemplate(this);
		this.template.execute("""
				CREATE TABLE INT_LOCK (LOCK_KEY CHAR(36) NOT NULL, REGION VARCHAR(100) NOT NULL, CLIENT_ID CHAR(36),
				CREATED_DATE TIMESTAMP NOT NULL, EXPIRED_AFTER TIMESTAMP NOT NULL, PRIMARY KEY (LOCK_KEY, REGION))
				""");
	}

	private static JdbcDataSource database() {
		JdbcDataSource database = new JdbcDataSource();
		database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		return database;
	}

	@Override
	public Connection getConnection() throws SQLException {
		CountDownLatch latch = this.silence;
		if (latch != null) {
			this.asked = true;
			awaitEnd(latch);
		}
		if (this.down) {
			throw new SQLException("The database is down");
		}
		return super.getConnection();
	}

	private static void awaitEnd(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new AssertionError("Nobody interrupts a client", ex);
		}
	}

	/** A registry as of another process. */
	JdbcLockRegistry registry() {
		DefaultLockRepository repository = new DefaultLockRepository(this);
		repository.setTransactionManager(new JdbcTransactionManager(this));
		repository.afterPropertiesSet();
		repository.afterSingletonsInstantiated();
		return new JdbcLockRegistry(repository);
	}

	void goDown() {
		this.down = true;
	}

	void comeBack() {
		this.down = false;
	}

	/** Answer nobody, until what is returned is counted down. */
	CountDownLatch fallSilent() {
		CountDownLatch latch = new CountDownLatch(1);
		this.silence = latch;
		return latch;
	}

	/** Tell whether somebody waits for an answer, or did. */
	boolean isAsked() {
		return this.asked;
	}

	int rows() {
		Integer rows = this.template.queryForObject("SELECT COUNT(*) FROM INT_LOCK", Integer.class);
		return (rows != null) ? rows : -1;
	}

	/** Take all locks away from their holders. */
	void clear() {
		int unused = this.template.update("DELETE FROM INT_LOCK");
	}

}
