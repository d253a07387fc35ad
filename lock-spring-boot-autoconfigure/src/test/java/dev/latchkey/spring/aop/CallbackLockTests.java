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

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.Environment;

import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The container calls init and destroy methods of the bean itself, not of its proxy.
 */
class CallbackLockTests {

	private static final AtomicInteger calls = new AtomicInteger();

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@BeforeEach
	void noCalls() {
		calls.set(0);
	}

	@ParameterizedTest
	@ValueSource(classes = { Constructed.class, PrivatelyConstructed.class, Initializing.class, Destroyed.class,
			Disposable.class, Closeable.class, Aware.class, Injected.class, InheritsConstructed.class })
	void aLockOnACallbackFailsTheStartBeforeItIsCalled(Class<?> bean) {
		runner().withBean(bean).run((context) -> {
			assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
					assertThat(definition.problem()).contains("CallbackLockTests$").contains("without its lock");
					assertThat(definition.remedy()).contains("ApplicationRunner").contains("LockTemplate");
				});
			assertThat(calls).hasValue(0);
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { InitMethod.class, DestroyMethod.class, InferredDestroyMethod.class })
	void aLockOnAMethodThatTheDefinitionNamesAsCallbackFailsTheStart(Class<?> configuration) {
		runner().withUserConfiguration(configuration).run((context) -> {
			assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageMatching("(?s).*CallbackLockTests\\$(Plain|Shut)\\..*")
				.hasMessageContaining("without its lock");
			assertThat(calls).hasValue(0);
		});
	}

	@Test
	void aMethodIsLockedThatTheDefinitionDoesNotNameAsCallback() {
		runner().withUserConfiguration(NoDestroyMethod.class)
			.run((context) -> assertThat(context.getBean(Plain.class).start()).isEqualTo("x"));
	}

	@Test
	void aMethodThatOnlyHasTheNameOfACallbackIsLocked() {
		runner().withUserConfiguration(NamedAsCallbacks.class).run((context) -> {
			Named named = context.getBean(Named.class);
			assertThat(List.of(named.start("a"), named.stop(true), named.stop("a"), named.close("a"), named.shutdown()))
				.containsOnly("x");
		});
	}

	@Test
	void aDestroyMethodWithAFlagIsACallback() {
		runner().withUserConfiguration(DestroyMethodWithFlag.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining("$Flagged.stop ")
				.hasMessageContaining("without its lock"));
	}

	@Test
	void anAnnotationOfTheClassIsNotMeantForItsCallbacks() {
		runner().withBean(LockedClass.class)
			.run((context) -> assertThat(context.getBean(LockedClass.class).run()).isEqualTo("no lock, x"));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory);
	}

	private static String lock() {
		return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
	}

	static class Constructed {

		@PostConstruct
		@HeldFileLock("x")
		void run() {
			calls.incrementAndGet();
		}

	}

	static class InheritsConstructed extends Constructed {

	}

	static class PrivatelyConstructed {

		@PostConstruct
		@HeldFileLock("x")
		private void run() {
			calls.incrementAndGet();
		}

	}

	static class Initializing implements InitializingBean {

		@Override
		@HeldFileLock("x")
		public void afterPropertiesSet() {
			calls.incrementAndGet();
		}

	}

	static class Destroyed {

		@PreDestroy
		@HeldFileLock("x")
		void run() {
			calls.incrementAndGet();
		}

	}

	static class Disposable implements DisposableBean {

		@Override
		@HeldFileLock("x")
		public void destroy() {
			calls.incrementAndGet();
		}

	}

	static class Closeable implements AutoCloseable {

		@Override
		@HeldFileLock("x")
		public void close() {
			calls.incrementAndGet();
		}

	}

	static class Aware implements BeanFactoryAware {

		@Override
		@HeldFileLock("x")
		public void setBeanFactory(BeanFactory beanFactory) {
			calls.incrementAndGet();
		}

	}

	static class Injected {

		@Autowired
		@HeldFileLock("x")
		void use(Environment environment) {
			calls.incrementAndGet();
		}

	}

	static class Plain {

		@HeldFileLock("x")
		public String start() {
			calls.incrementAndGet();
			return lock();
		}

	}

	static class Shut extends Plain {

		@HeldFileLock("x")
		public void shutdown() {
			calls.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InitMethod {

		@Bean(initMethod = "start")
		Plain plain() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyMethod {

		@Bean(destroyMethod = "start")
		Plain plain() {
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InferredDestroyMethod {

		@Bean
		Shut plain() {
			return new Shut();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoDestroyMethod {

		@Bean(destroyMethod = "")
		Shut plain() {
			return new Shut();
		}

	}

	static class Named {

		void start() {
		}

		@HeldFileLock("x")
		String start(String id) {
			return lock();
		}

		void stop() {
		}

		@HeldFileLock("x")
		String stop(boolean now) {
			return lock();
		}

		@HeldFileLock("x")
		String stop(String id) {
			return lock();
		}

		public void close() {
		}

		@HeldFileLock("x")
		String close(String id) {
			return lock();
		}

		/** An inferred method must be public. */
		@HeldFileLock("x")
		String shutdown() {
			return lock();
		}

	}

	static class Flagged {

		@HeldFileLock("x")
		void stop(boolean now) {
			calls.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedAsCallbacks {

		@Bean(initMethod = "start", destroyMethod = "stop")
		Named explicit() {
			return new Named();
		}

		@Bean
		@Fallback
		Named inferred() {
			return new Named();
		}

		@Bean
		Quiet quiet() {
			return new Quiet();
		}

	}

	/** Has nothing that is public. */
	static class Quiet {

		@HeldFileLock("x")
		void shutdown() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DestroyMethodWithFlag {

		@Bean(destroyMethod = "stop")
		Flagged flagged() {
			return new Flagged();
		}

	}

	@HeldFileLock("x")
	static class LockedClass implements InitializingBean {

		private String initialized = "";

		@PostConstruct
		void construct() {
			calls.incrementAndGet();
		}

		@Override
		public void afterPropertiesSet() {
			this.initialized = lock();
		}

		String run() {
			return this.initialized + ", " + lock();
		}

	}

}
