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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import dev.latchkey.LockLostException;
import dev.latchkey.LockReentryException;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockShutdown;
import dev.latchkey.spring.LockShutdownException;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.ReleaseAfter;
import dev.latchkey.spring.annotation.WhenBusy;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.PackLocksAutoConfiguration;

import static dev.latchkey.spring.LockedFile.locked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A lock that is acquired in a transaction of a real database is held until that
 * transaction has completed: the next holder sees what was committed.
 */
class OuterTransactionTests {

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class, PackLocksAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@SuppressWarnings("NullAway.Init")
	private Path pack;

	@BeforeEach
	void useDirectory(@TempDir Path directory) throws Exception {
		this.pack = Files.createDirectory(directory.resolve("pack"));
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory.resolve("locks"),
				"latchkey.wait-time=0");
	}

	@Test
	void theLockIsReleasedAfterTheCommitOfTheOuterTransaction() {
		run((bank) -> {
			bank.inTransaction(() -> bank.accounts.add(1));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 1 rows");
		});
	}

	@Test
	void theLockIsReleasedAfterTheRollbackOfTheOuterTransaction() {
		run((bank) -> {
			bank.transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult((status) -> {
				bank.accounts.add(1);
				status.setRollbackOnly();
			});
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 0 rows");
		});
	}

	@Test
	void theLockIsReleasedWhenTheInnerCallHasMarkedTheTransactionForRollback() {
		run((bank) -> {
			assertThatExceptionOfType(UnexpectedRollbackException.class)
				.isThrownBy(() -> bank.inTransaction(() -> assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> bank.accounts.addAndFail(1))));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 0 rows");
		});
	}

	@Test
	void theTemplateHoldsUntilTheTransactionHasCompletedToo() {
		run((bank) -> {
			bank.inTransaction(
					() -> bank.template.executeWithoutResult(LockRequest.of("accounts"), () -> bank.insert(1)));
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 1 rows");
		});
	}

	@Test
	void severalLocksAreReleasedInReverseOrder() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.add(1);
				bank.accounts.other();
			});
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "acquired other, 0 rows",
					"released other, 1 rows", "released accounts, 1 rows");
		});
	}

	@Test
	void aSecondCallInTheSameTransactionJoins() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.add(1);
				bank.accounts.add(2);
				bank.template.executeWithoutResult(LockRequest.of("accounts"), () -> bank.insert(3));
			});
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 3 rows");
		});
	}

	@Test
	void aPackWhoseCallHasEndedIsHadAgainInTheSameTransactionButNeverWithinTheCall() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.refresh(this.pack, () -> assertThatExceptionOfType(LockReentryException.class)
					.isThrownBy(() -> bank.accounts.refresh(this.pack, OuterTransactionTests::nothing)));
				bank.accounts.refresh(this.pack, () -> bank.insert(1));
			});
			assertThat(bank.observed).hasSize(2).last().asString().startsWith("released").endsWith("1 rows");
		});
	}

	@Test
	void anotherHolderIsStillBusyForTheTransaction() throws Exception {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.add(1);
				assertThat(CompletableFuture.supplyAsync(bank.accounts::count).join()).isNull();
			});
			assertThat(CompletableFuture.supplyAsync(bank.accounts::count).join()).isEqualTo(1);
		});
	}

	@Test
	void aTransactionOfItsOwnReleasesAtItsOwnEnd() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, () -> bank.accounts.add(1));
				assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 1 rows");
				bank.accounts.other();
			});
			assertThat(bank.observed).last().isEqualTo("released other, 1 rows");
		});
	}

	@Test
	void aSuspendedTransactionKeepsItsLockWhichAnInnerOneJoins() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.other();
				bank.in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, () -> bank.accounts.other());
				bank.transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
					.executeWithoutResult((status) -> bank.accounts.other());
				assertThat(bank.observed).containsExactly("acquired other, 0 rows");
			});
			assertThat(bank.observed).hasSize(2);
		});
	}

	@Test
	void outsideOfAllTransactionsTheLockIsReleasedAtTheEndOfTheCall() {
		run((bank) -> {
			bank.inTransaction(() -> bank.transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
				.executeWithoutResult((status) -> {
					bank.accounts.other();
					assertThat(bank.observed).hasSize(2);
				}));
			bank.transaction(TransactionDefinition.PROPAGATION_SUPPORTS).executeWithoutResult((status) -> {
				bank.accounts.other();
				assertThat(bank.observed).hasSize(4);
			});
		});
	}

	@Test
	void aRollbackToASavepointReleasesNothing() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((status) -> {
					bank.accounts.add(1);
					status.setRollbackOnly();
				});
				assertThat(bank.observed).hasSize(1);
				bank.insert(2);
			});
			assertThat(bank.observed).containsExactly("acquired accounts, 0 rows", "released accounts, 1 rows");
		});
	}

	@Test
	void aTransactionWhoseLockWasLostDoesNotCommit() {
		run((bank) -> {
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> bank.inTransaction(() -> {
				bank.accounts.add(1);
				Files.delete(bank.file("accounts"));
			}));
			assertThat(bank.rows()).isZero();
			bank.inTransaction(() -> bank.accounts.add(1));
			assertThat(bank.rows()).isEqualTo(1);
		});
	}

	@Test
	void anInnerTransactionDoesNotCommitWithoutTheLockOfTheOuterThatItHasJoined() {
		run((bank) -> {
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> bank.inTransaction(() -> {
				bank.accounts.other();
				assertThatExceptionOfType(LockLostException.class)
					.isThrownBy(() -> bank.in(TransactionDefinition.PROPAGATION_REQUIRES_NEW, () -> {
						bank.accounts.addUnderOther(1);
						Files.delete(bank.file("other"));
					}));
			}));
			assertThat(bank.rows()).isZero();
		});
	}

	@Test
	void aTransactionInsideTheLockDoesNotCommitWithoutItIfACallHasJoined() {
		run((bank) -> {
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> bank.template
				.executeWithoutResult(LockRequest.of("accounts"), () -> bank.inTransaction(() -> {
					bank.accounts.add(1);
					Files.delete(bank.file("accounts"));
				})));
			assertThat(bank.rows()).isZero();
		});
	}

	@Test
	void theTransactionOfALockedMethodDoesNotCommitWithoutTheLock() {
		doesNotCommitWithoutAccounts((bank, loss) -> bank.accounts.addThen(1, loss));
	}

	@Test
	void theTransactionOfALockedMethodThatReturnsAFutureDoesNotCommitWithoutTheLock() {
		doesNotCommitWithoutAccounts((bank, loss) -> {
			try {
				bank.accounts.addThenLater(1, loss).join();
			}
			catch (CompletionException ex) {
				throw (RuntimeException) ex.getCause();
			}
		});
	}

	@Test
	void aTransactionInsideATemplateDoesNotCommitWithoutTheLock() {
		doesNotCommitWithoutAccounts((bank, loss) -> bank.template.executeWithoutResult(LockRequest.of("accounts"),
				() -> bank.inTransaction(() -> {
					bank.insert(1);
					loss.run();
				})));
	}

	@Test
	void aTransactionInsideSeveralLocksNeedsEachOfThem() {
		doesNotCommitWithoutAccounts((bank, loss) -> bank.template.executeWithoutResult(LockRequest.of("accounts"),
				() -> bank.template.executeWithoutResult(LockRequest.of("inner"), () -> bank.inTransaction(() -> {
					bank.insert(1);
					loss.run();
				}))));
	}

	@Test
	void theTransactionOfAMethodThatJoinsALockDoesNotCommitWithoutIt() {
		doesNotCommitWithoutAccounts((bank, loss) -> bank.template.executeWithoutResult(LockRequest.of("accounts"),
				() -> bank.accounts.addThen(1, loss)));
	}

	@Test
	void aTransactionOfItsOwnDoesNotCommitWithoutTheLockThatTheOuterKeeps() {
		doesNotCommitWithoutAccounts((bank, loss) -> bank.inTransaction(() -> {
			bank.accounts.count();
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> bank.accounts.addOnItsOwnThen(1, loss));
			assertThat(bank.rows()).isZero();
		}));
	}

	@Test
	void anInnerTransactionThatHasEndedCommitsWhateverBecomesOfTheLock() {
		run((bank) -> {
			assertThatExceptionOfType(LockLostException.class)
				.isThrownBy(() -> bank.template.executeWithoutResult(LockRequest.of("accounts"), () -> {
					bank.inTransaction(() -> bank.insert(1));
					bank.lose("accounts").run();
				}));
			bank.inTransaction(() -> bank.insert(2));
			assertThat(bank.rows()).isEqualTo(2);
		});
	}

	@Test
	void aTransactionThatNoLockIsAroundCommits() {
		run((bank) -> {
			bank.template.executeWithoutResult(LockRequest.of("accounts"), () -> {
				CompletableFuture.runAsync(() -> bank.inTransaction(() -> bank.insert(1))).join();
				bank.inTransaction(() -> bank.insert(2));
			});
			assertThat(bank.rows()).isEqualTo(2);
		});
	}

	private void doesNotCommitWithoutAccounts(LosingWork work) {
		run((bank) -> {
			assertThatExceptionOfType(LockLostException.class).isThrownBy(() -> work.run(bank, bank.lose("accounts")));
			assertThat(bank.rows()).isZero();
			bank.accounts.add(1);
			assertThat(bank.rows()).isEqualTo(1);
		});
	}

	@Test
	void aBusyLockSkipsOrFallsBackOrRunsUnlockedInATransactionWhichItDoesNotConcern() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.brief();
				bank.accounts.add(1);
				CompletableFuture.runAsync(() -> bank.inTransaction(() -> {
					assertThat(bank.accounts.count()).isNull();
					assertThat(bank.accounts.countOrNone()).isEqualTo(-1);
					bank.accounts.addUnlocked(2);
				})).join();
				assertThat(bank.file("accounts")).is(locked());
			});
			assertThat(bank.rows()).isEqualTo(2);
		});
	}

	@Test
	void theSectionEndsWithTheCallAlthoughTheLockIsHeld() {
		run((bank) -> bank.inTransaction(() -> {
			bank.accounts.add(1);
			assertThat(LockContext.current()).isEmpty();
			assertThat(bank.file("accounts")).is(locked());
		}));
	}

	@Test
	void aLockOfACallbackAfterTheCommitIsReleasedAndOneThatIsStillHeldIsJoined() {
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.other();
				TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

					@Override
					public int getOrder() {
						return 0;
					}

					@Override
					public void afterCommit() {
						bank.accounts.add(1);
					}

					@Override
					public void afterCompletion(int status) {
						bank.accounts.other();
						bank.template.executeWithoutResult(LockRequest.of("last"), OuterTransactionTests::nothing);
					}

				});
			});
			assertThat(bank.observed).map((event) -> event.replaceAll(",.*", ""))
				.containsExactlyInAnyOrder("acquired other", "acquired accounts", "acquired last", "released last",
						"released accounts", "released other");
		});
	}

	@Test
	void aShutdownWaitsForTheTransactionThatKeepsALockAndMayNeedOthers() {
		run((bank) -> {
			CompletableFuture<Void> stop = new CompletableFuture<>();
			bank.inTransaction(() -> {
				bank.accounts.add(1);
				// Not in the common pool, which has one thread on two processors.
				CompletableFuture<Void> unused = stop.completeAsync(bank::stopLocks,
						(task) -> new Thread(task, "stop").start());
				await().untilAsserted(() -> assertThatExceptionOfType(CompletionException.class)
					.isThrownBy(() -> CompletableFuture.runAsync(bank.accounts::other).join())
					.withCauseInstanceOf(LockShutdownException.class));
				assertThat(stop).isNotDone();
				bank.accounts.other();
			});
			assertThat(stop).succeedsWithin(Duration.ofSeconds(20));
			assertThat(bank.rows()).isEqualTo(1);
		});
	}

	@Test
	void theAnnotationMayReleaseAfterTheMethod() {
		run((bank) -> bank.inTransaction(() -> {
			bank.accounts.brief();
			assertThat(bank.observed).containsExactly("acquired brief, 0 rows", "released brief, 0 rows");
		}));
	}

	@Test
	void thePropertyMayReleaseAfterTheMethodAndAnAnnotationAfterTheTransaction() {
		this.runner = this.runner.withPropertyValues("latchkey.release-after=method");
		run((bank) -> {
			bank.inTransaction(() -> {
				bank.accounts.other();
				assertThat(bank.observed).hasSize(2);
				bank.template.executeWithoutResult(LockRequest.of("late").releaseAfter(ReleaseAfter.TRANSACTION),
						OuterTransactionTests::nothing);
				assertThat(bank.observed).hasSize(3);
			});
			assertThat(bank.observed).hasSize(4);
		});
	}

	@Test
	void aStageThatOutlivesTheTransactionHasTheLockUntilItEnds() {
		run((bank) -> {
			CompletableFuture<Void> work = new CompletableFuture<>();
			bank.inTransaction(() -> bank.template.executeAsync(LockRequest.of("accounts"), () -> work));
			assertThat(bank.file("accounts")).is(locked());
			work.complete(null);
			assertThat(bank.file("accounts")).isNot(locked());
		});
	}

	@Test
	void aStageThatEndsInTheTransactionLeavesTheLockToIt() {
		run((bank) -> {
			bank.inTransaction(() -> {
				CompletableFuture<Void> work = new CompletableFuture<>();
				CompletableFuture<Void> first = bank.template.executeAsync(LockRequest.of("accounts"), () -> work);
				assertThat(bank.accounts.count()).as("the stage is at work").isNull();
				work.complete(null);
				assertThat(first).isCompleted();
				assertThat(bank.accounts.count()).as("the stage has ended").isEqualTo(0);
				assertThat(bank.file("accounts")).is(locked());
			});
			assertThat(bank.file("accounts")).isNot(locked());
		});
	}

	@Test
	void aManagerWithoutSynchronizationReleasesAfterTheMethod() {
		run((bank) -> {
			((AbstractPlatformTransactionManager) bank.manager)
				.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
			bank.inTransaction(() -> {
				bank.accounts.other();
				assertThat(bank.observed).hasSize(2);
			});
		});
	}

	private static void nothing() {
	}

	private void run(Check check) {
		this.runner.run((context) -> check.check(new Bank(context)));
	}

	private interface Check {

		void check(Bank bank) throws Exception;

	}

	private interface LosingWork {

		void run(Bank bank, Runnable loss);

	}

	private interface Work {

		void run() throws Exception;

	}

	/** What the tests use of an application. */
	private static final class Bank {

		final Accounts accounts;

		final LockTemplate template;

		final PlatformTransactionManager manager;

		final List<String> observed;

		private final JdbcTemplate jdbc;

		private final LockDirectory directory;

		private final LockShutdown shutdown;

		Bank(ApplicationContext context) {
			this.accounts = context.getBean(Accounts.class);
			this.template = context.getBean(LockTemplate.class);
			this.manager = context.getBean(PlatformTransactionManager.class);
			this.observed = context.getBean(AccountDatabase.Observer.class).observed;
			this.jdbc = context.getBean(JdbcTemplate.class);
			this.directory = context.getBean(LockDirectory.class);
			this.shutdown = context.getBean(LockShutdown.class);
		}

		TransactionTemplate transaction(int propagation) {
			TransactionTemplate transaction = new TransactionTemplate(this.manager);
			transaction.setPropagationBehavior(propagation);
			return transaction;
		}

		void inTransaction(Work work) {
			in(TransactionDefinition.PROPAGATION_REQUIRED, work);
		}

		void in(int propagation, Work work) {
			transaction(propagation).executeWithoutResult((status) -> {
				try {
					work.run();
				}
				catch (RuntimeException ex) {
					throw ex;
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
		}

		void insert(int balance) {
			AccountDatabase.insert(this.jdbc, balance);
		}

		int rows() {
			return AccountDatabase.rows(this.jdbc);
		}

		@Nullable Void stopLocks() {
			this.shutdown.stop();
			return null;
		}

		Runnable lose(String name) {
			return () -> {
				try {
					Files.delete(file(name));
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			};
		}

		Path file(String name) {
			return this.directory.file(new LockName(name, null));
		}

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

		@Transactional
		@HeldFileLock("accounts")
		public void addThen(int balance, Runnable work) {
			AccountDatabase.insert(this.jdbc, balance);
			work.run();
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		@HeldFileLock("accounts")
		public void addOnItsOwnThen(int balance, Runnable work) {
			addThen(balance, work);
		}

		@Transactional
		@HeldFileLock("accounts")
		public CompletableFuture<Void> addThenLater(int balance, Runnable work) {
			addThen(balance, work);
			return CompletableFuture.completedFuture(null);
		}

		@Transactional
		@HeldFileLock("accounts")
		public void addAndFail(int balance) {
			AccountDatabase.insert(this.jdbc, balance);
			throw new IllegalStateException("on purpose");
		}

		@HeldFileLock(value = "accounts", whenBusy = WhenBusy.RUN_UNLOCKED)
		public void addUnlocked(int balance) {
			AccountDatabase.insert(this.jdbc, balance);
		}

		@HeldFileLock(value = "accounts", whenBusy = WhenBusy.SKIP)
		public @Nullable Integer count() {
			return AccountDatabase.rows(this.jdbc);
		}

		@HeldFileLock(value = "accounts", fallback = "none")
		public int countOrNone() {
			return AccountDatabase.rows(this.jdbc);
		}

		public int none() {
			return -1;
		}

		@HeldFileLock("other")
		public void other() {
		}

		@HeldFileLock("other")
		public void addUnderOther(int balance) {
			AccountDatabase.insert(this.jdbc, balance);
		}

		@HeldFileLock(value = "brief", releaseAfter = ReleaseAfter.METHOD)
		public void brief() {
		}

		@PackLock("#pack")
		public void refresh(Path pack, Runnable work) {
			work.run();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AccountDatabase.class)
	static class Application {

		@Bean
		AccountDatabase.Observer observer(JdbcTemplate jdbc) {
			return new AccountDatabase.Observer(() -> AccountDatabase.committedRows(jdbc) + " rows");
		}

		@Bean
		Accounts accounts(JdbcTemplate jdbc) {
			return new Accounts(jdbc);
		}

	}

}
