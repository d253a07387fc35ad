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

import java.lang.reflect.Proxy;
import java.nio.file.Path;

import org.aspectj.lang.annotation.Aspect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;

/**
 * Beans that are created before proxies can be made, or that something else hides.
 */
class UnproxiedBeanTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@ParameterizedTest
	@ValueSource(classes = { FactoryProcessor.class, NeededByFactoryProcessor.class, NotStatic.class,
			NeededByFirstProcessor.class, NeededByOrderedProcessor.class, LockedAspect.class, WrappedBySpring.class,
			WrappedLate.class })
	void aBeanThatHasNoProxyForItsLockFailsTheStart(Class<?> configuration) {
		runner().withUserConfiguration(configuration)
			.run((context) -> assertThat(context).getFailure()
				.extracting(NestedExceptionUtils::getMostSpecificCause)
				.isInstanceOfSatisfying(LockDefinitionException.class, (definition) -> {
					assertThat(definition.problem()).contains("'locked'").contains(".run: ").endsWith(".");
					assertThat(definition.remedy()).contains("LockTemplate").endsWith(".");
				}));
	}

	@Test
	void aLockedInstanceThatIsRegisteredAsSingletonFailsTheStart() {
		runner().withInitializer((context) -> context.getBeanFactory().registerSingleton("locked", new Job()))
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(LockDefinitionException.class)
				.hasMessageContaining("'locked'"));
	}

	@Test
	void mocksAndSpiesThatAreRegisteredAsSingletonsStart() {
		runner().withInitializer((context) -> {
			context.getBeanFactory().registerSingleton("mock", mock(Job.class));
			context.getBeanFactory().registerSingleton("spy", spy(new Job()));
		}).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void anInterfaceWhoseMethodIsLockedIsLockedBehindAnotherProxy() {
		runner().withUserConfiguration(WrappedLockedInterface.class)
			.run((context) -> assertThat(context.getBean(LockedRunnable.class).run()).isEqualTo("x"));
	}

	@Test
	void aProxyAroundALockedProxyIsNoMistake() {
		runner().withUserConfiguration(WrappedAfterwards.class)
			.run((context) -> assertThat(context.getBean(Task.class).run()).isEqualTo("x"));
	}

	@Test
	void aLazyBeanIsLockedAndStaysLazy() {
		runner().withUserConfiguration(LazyJob.class).run((context) -> {
			assertThat(context.getBeanFactory().containsSingleton("locked")).isFalse();
			assertThat(context.getBean(Job.class).run()).isEqualTo("x");
		});
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, LatchkeyAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory);
	}

	interface Task {

		String run();

	}

	static class Job implements Task {

		@Override
		@HeldFileLock("x")
		public String run() {
			return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
		}

	}

	interface LockedRunnable {

		@HeldFileLock("x")
		String run();

	}

	static class LockedJob implements LockedRunnable {

		@Override
		public String run() {
			return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
		}

	}

	static class NoFactoryProcessor implements BeanFactoryPostProcessor {

		@Override
		public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		}

	}

	static class LockedFactoryProcessor extends NoFactoryProcessor {

		@HeldFileLock("x")
		void run() {
		}

	}

	static class FirstProcessor implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class OrderedProcessor implements BeanPostProcessor, Ordered {

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class Wrapping implements BeanPostProcessor {

		private final boolean spring;

		Wrapping(boolean spring) {
			this.spring = spring;
		}

		@Override
		public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!beanName.equals("locked")) {
				return bean;
			}
			if (this.spring) {
				ProxyFactory factory = new ProxyFactory();
				factory.setInterfaces(bean.getClass().getInterfaces());
				factory.setTarget(bean);
				return factory.getProxy();
			}
			Class<?>[] types = { (bean instanceof Task) ? Task.class : LockedRunnable.class };
			return Proxy.newProxyInstance(Task.class.getClassLoader(), types,
					(proxy, method, arguments) -> method.invoke(bean, arguments));
		}

	}

	static class WrappingFirst extends Wrapping implements PriorityOrdered {

		WrappingFirst(boolean spring) {
			super(spring);
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

	static class WrappingOrdered extends Wrapping implements Ordered {

		WrappingOrdered() {
			super(true);
		}

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactoryProcessor {

		@Bean
		static LockedFactoryProcessor locked() {
			return new LockedFactoryProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByFactoryProcessor {

		@Bean
		static Job locked() {
			return new Job();
		}

		@Bean
		static NoFactoryProcessor processor(Job job) {
			return new NoFactoryProcessor();
		}

	}

	@Configuration("locked")
	static class NotStatic {

		@HeldFileLock("x")
		void run() {
		}

		@Bean
		NoFactoryProcessor processor() {
			return new NoFactoryProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByFirstProcessor {

		@Bean
		static Job locked() {
			return new Job();
		}

		@Bean
		static FirstProcessor processor(Job job) {
			return new FirstProcessor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByOrderedProcessor {

		@Bean
		static Job locked() {
			return new Job();
		}

		@Bean
		static OrderedProcessor processor(Job job) {
			return new OrderedProcessor();
		}

	}

	@Aspect
	static class Intercepting {

		@HeldFileLock("x")
		void run() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LockedAspect {

		@Bean
		Intercepting locked() {
			return new Intercepting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappedBySpring {

		@Bean
		Job locked() {
			return new Job();
		}

		@Bean
		static WrappingFirst wrapping() {
			return new WrappingFirst(true);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappedLate {

		@Bean
		Job locked() {
			return new Job();
		}

		@Bean
		static WrappingOrdered wrapping() {
			return new WrappingOrdered();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappedLockedInterface {

		@Bean
		LockedJob locked() {
			return new LockedJob();
		}

		@Bean
		static WrappingFirst wrapping() {
			return new WrappingFirst(false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrappedAfterwards {

		@Bean
		Job locked() {
			return new Job();
		}

		@Bean
		static Wrapping wrapping() {
			return new Wrapping(false);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyJob {

		@Bean
		@Lazy
		Job locked() {
			return new Job();
		}

	}

}
