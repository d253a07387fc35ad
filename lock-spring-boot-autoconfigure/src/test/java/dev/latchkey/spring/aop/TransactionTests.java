package dev.latchkey.spring.aop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A lock around a transaction of a real database: whoever has the lock next sees what was
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
			assertThat(observed(context)).containsExactly("acquired, 0 rows, no transaction",
					"released, 1 rows, no transaction");
		});
	}

	@Test
	void theLockIsReleasedAfterTheRollback() {
		this.runner.run((context) -> {
			assertThatIllegalStateException().isThrownBy(() -> context.getBean(Accounts.class).addAndFail(1))
				.withMessage("1 rows, locked true");
			assertThat(observed(context)).containsExactly("acquired, 0 rows, no transaction",
					"released, 0 rows, no transaction");
		});
	}

	@Test
	void anAnnotationOfTheClassIsOutsideTooWhateverTheOrderOfWriting() {
		this.runner.run((context) -> {
			context.getBean(WholeAccounts.class).add(1);
			assertThat(observed(context)).containsExactly("acquired, 0 rows, no transaction",
					"released, 1 rows, no transaction");
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
		return context.getBean(Observer.class).observed;
	}

	/** Looks at the database with a connection of its own. */
	static class Observer implements LockListener {

		private final List<String> observed = new ArrayList<>();

		private final DataSource dataSource;

		Observer(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public void acquired(LockHold hold) {
			observe("acquired");
		}

		@Override
		public void released(LockHold hold) {
			observe("released");
		}

		private synchronized void observe(String event) {
			boolean active = TransactionSynchronizationManager.isActualTransactionActive();
			this.observed.add(event + ", " + rows(this.dataSource) + " rows, "
					+ (active ? "in a transaction" : "no transaction"));
		}

	}

	private static int rows(DataSource dataSource) {
		Integer rows = new JdbcTemplate(dataSource).queryForObject("select count(*) from account", Integer.class);
		return (rows != null) ? rows : -1;
	}

	static class Accounts {

		private final JdbcTemplate jdbc;

		Accounts(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@Transactional
		@HeldFileLock("accounts")
		public void add(int balance) {
			this.jdbc.update("insert into account values (?)", balance);
		}

		@HeldFileLock("accounts")
		@Transactional
		public void addAndFail(int balance) {
			this.jdbc.update("insert into account values (?)", balance);
			throw new IllegalStateException(this.jdbc.queryForObject("select count(*) from account", Integer.class)
					+ " rows, locked " + LockContext.current().isPresent());
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
			this.jdbc.update("insert into account values (?)", balance);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableTransactionManagement
	static class Application {

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

		@Bean
		Observer observer(DataSource dataSource) {
			return new Observer(dataSource);
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
