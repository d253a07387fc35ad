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

import java.sql.Connection;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.Assert;

import dev.latchkey.LockHold;
import dev.latchkey.LockLostException;

/**
 * A table whose rows refuse a holder that has lost its lock without knowing: each row has
 * the fencing token of the last holder that wrote it, and only the same or a later one
 * may write it again. All that writes a row must do so under the same lock, because
 * tokens of different locks say nothing about each other.
 *
 * <p>
 * The token column is a {@code bigint not null default 0}. Where it may be null, that
 * means that no holder with a token has written the row.
 *
 * @since 0.1
 */
public final class FencedTable {

	private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$.]*");

	private final JdbcTemplate template;

	private final JdbcClient jdbc;

	private final String table;

	private final String update;

	private final String select;

	/**
	 * Creates a fence.
	 * @param database the database, whose transactions are to be protected
	 * @param table the table's name, with its schema if need be
	 * @param idColumn the column that identifies a row, a key of the table
	 * @param tokenColumn the column for the tokens
	 * @throws IllegalArgumentException if a name needs quotes
	 */
	public FencedTable(DataSource database, String table, String idColumn, String tokenColumn) {
		this.template = new JdbcTemplate(database);
		this.jdbc = JdbcClient.create(this.template);
		this.table = identifier(table);
		String where = " where " + identifier(idColumn) + " = :id";
		String token = identifier(tokenColumn);
		this.update = "update " + table + " set " + token + " = :token" + where + " and (" + token + " <= :token or "
				+ token + " is null)";
		this.select = "select " + token + " from " + table + where;
	}

	private static String identifier(String name) {
		Assert.isTrue(IDENTIFIER.matcher(name).matches(), () -> "Not a name that SQL takes without quotes: " + name);
		return name;
	}

	/**
	 * Lets the transaction of this thread write a row, unless a later holder has. Call it
	 * before the row is read or written: from then on the row is locked by this
	 * transaction, and later holders wait for its end.
	 * @param id identifies the row, never {@code null}
	 * @param hold the lock that protects the row
	 * @throws LockLostException if a later holder of the lock has written the row, so
	 * that this one is not held any more; the transaction is to be rolled back
	 * @throws EmptyResultDataAccessException if there is no such row
	 * @throws IllegalTransactionStateException if there is no transaction of the data
	 * source, in which what is written after this call would be protected
	 */
	public void admit(Object id, LockHold hold) {
		Assert.notNull(id, () -> "Null names no row of table '" + this.table + "'");
		if (!isInTransaction()) {
			throw new IllegalTransactionStateException("Without a transaction of its data source the fence of table '"
					+ this.table + "' protects nothing: a later holder could come before the next statement");
		}
		int updated = this.jdbc.sql(this.update).param("token", hold.fencingToken()).param("id", id).update();
		if (updated == 0) {
			throw refusal(id, hold);
		}
	}

	/**
	 * Asks the connection as well: to the transaction of another data source Spring lends
	 * one that commits each statement by itself.
	 */
	private boolean isInTransaction() {
		return TransactionSynchronizationManager.isActualTransactionActive()
				&& Boolean.FALSE.equals(this.template.execute(Connection::getAutoCommit));
	}

	private RuntimeException refusal(Object id, LockHold hold) {
		return this.jdbc.sql(this.select)
			.param("id", id)
			.query(Long.class)
			.optional()
			.<RuntimeException>map((token) -> new LockLostException(hold.id(),
					"the row '" + id + "' of table '" + this.table + "' was written with token " + token
							+ " by a later holder, and this one has token " + hold.fencingToken()))
			.orElseGet(() -> new EmptyResultDataAccessException(
					"There is no row '" + id + "' in table '" + this.table + "'", 1));
	}

}
