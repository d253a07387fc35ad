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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.validation.ConstraintViolationException;
import jakarta.validation.constraints.NotEmpty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.resilience.annotation.ConcurrencyLimit;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.validation.annotation.Validated;

import dev.latchkey.LockHold;
import dev.latchkey.LockListener;
import dev.latchkey.contract.EventCallbacks;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AdviceOrderTests {

	private ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
		.withUserConfiguration(Application.class);

	@BeforeEach
	void useDirectory(@TempDir Path directory) {
		this.runner = this.runner.withPropertyValues("latchkey.directory=" + directory);
	}

	@Test
	void theLockIsOutsideOfTheTransaction() {
		this.runner.run((context) -> {
			context.getBean(Service.class).transactional();
			assertThat(context.getBean(Steps.class)).containsExactly("acquired", "begin", "commit", "released");
		});
	}

	@Test
	void theLockIsInsideOfAsync() {
		this.runner.run((context) -> {
			CountDownLatch done = new CountDownLatch(1);
			context.getBean(Service.class).asynchronous(done);
			assertThat(done.await(10, TimeUnit.SECONDS)).as("the lock was held where the method ran").isTrue();
		});
	}

	@Test
	void theLockIsInsideOfRetries() {
		this.runner.run((context) -> {
			context.getBean(Service.class).retried(context.getBean(Steps.class));
			assertThat(context.getBean(Steps.class)).containsExactly("acquired", "failed", "released", "acquired",
					"done", "released");
		});
	}

	@Test
	void theLockIsInsideOfAConcurrencyLimitAndOutsideOfACache() {
		this.runner.withUserConfiguration(Caching.class).run((context) -> {
			Advisor[] advisors = ((Advised) context.getBean(Limited.class)).getAdvisors();
			assertThat(advisors).extracting((advisor) -> advisor.getAdvice().getClass().getSimpleName())
				.containsSubsequence("ConcurrencyLimitInterceptor", "LockInterceptor", "CacheInterceptor");
		});
	}

	@Test
	void aCacheCanBePutOutside() {
		this.runner.withUserConfiguration(CachingOutside.class).run((context) -> {
			Advisor[] advisors = ((Advised) context.getBean(Limited.class)).getAdvisors();
			assertThat(advisors).extracting((advisor) -> advisor.getAdvice().getClass().getSimpleName())
				.containsSubsequence("CacheInterceptor", "LockInterceptor");
		});
	}

	@Test
	void argumentsAreValidatedBeforeTheLockIsTaken() {
		this.runner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withBean(Guarded.class)
			.run((context) -> {
				Guarded guarded = context.getBean(Guarded.class);
				Steps steps = context.getBean(Steps.class);
				assertThatExceptionOfType(ConstraintViolationException.class).isThrownBy(() -> guarded.rename(""));
				assertThat(steps).isEmpty();
				assertThat(guarded.rename("new")).isEqualTo("new");
				assertThat(steps).containsExactly("acquired", "begin", "commit", "released");
			});
	}

	@Test
	void callersAreAuthorizedBeforeTheLockIsTaken() {
		this.runner.withUserConfiguration(Security.class).withBean(Guarded.class).run((context) -> {
			Guarded guarded = context.getBean(Guarded.class);
			Steps steps = context.getBean(Steps.class);
			try {
				SecurityContextHolder.getContext()
					.setAuthentication(new TestingAuthenticationToken("guest", "", "ROLE_GUEST"));
				assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(guarded::delete);
				assertThat(steps).isEmpty();
				SecurityContextHolder.getContext()
					.setAuthentication(new TestingAuthenticationToken("admin", "", "ROLE_ADMIN"));
				guarded.delete();
				assertThat(steps).containsExactly("acquired", "released");
			}
			finally {
				SecurityContextHolder.clearContext();
			}
		});
	}

	@Validated
	static class Guarded {

		@Transactional
		@HeldFileLock("order")
		public String rename(@NotEmpty String name) {
			return name;
		}

		@PreAuthorize("hasRole('ADMIN')")
		@HeldFileLock("order")
		public void delete() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class Security {

	}

	static class Limited {

		@ConcurrencyLimit(1)
		@Cacheable("results")
		@HeldFileLock("limited")
		public String run() {
			return "done";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

		@Bean
		Limited limited() {
			return new Limited();
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(order = 0)
	static class CachingOutside {

		@Bean
		Limited limited() {
			return new Limited();
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager();
		}

	}

	static class Steps extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

	}

	static class Service {

		@Transactional
		@HeldFileLock("order")
		void transactional() {
		}

		@Async
		@HeldFileLock("order")
		void asynchronous(CountDownLatch done) {
			if (LockContext.current().isPresent()) {
				done.countDown();
			}
		}

		@Retryable(delay = 1)
		@HeldFileLock("order")
		void retried(List<String> steps) throws IOException {
			if (!steps.contains("failed")) {
				steps.add("failed");
				throw new IOException("the first time");
			}
			steps.add("done");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	@EnableTransactionManagement
	@EnableResilientMethods
	static class Application {

		@Bean
		Service service() {
			return new Service();
		}

		@Bean
		Steps steps() {
			return new Steps();
		}

		@Bean
		LockListener listener(Steps steps) {
			return new EventCallbacks() {
				@Override
				public void acquired(LockHold hold) {
					steps.add("acquired");
				}

				@Override
				public void released(LockHold hold) {
					steps.add("released");
				}
			};
		}

		@Bean
		AbstractPlatformTransactionManager transactionManager(Steps steps) {
			return new Transactions(steps);
		}

	}

	static class Transactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		private final Steps steps;

		Transactions(Steps steps) {
			this.steps = steps;
		}

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			this.steps.add("begin");
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			this.steps.add("commit");
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			this.steps.add("rollback");
		}

	}

}
