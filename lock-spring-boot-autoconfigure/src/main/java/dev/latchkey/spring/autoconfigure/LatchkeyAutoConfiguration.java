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

package dev.latchkey.spring.autoconfigure;

import jakarta.validation.executable.ExecutableValidator;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.transaction.TransactionExecutionListener;
import reactor.core.publisher.Flux;

import dev.latchkey.Latchkey;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrder;
import dev.latchkey.claim.Claims;
import dev.latchkey.internal.acquire.ActiveLocks;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.internal.waits.WaitRegistry;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.DeferredLockOrder;
import dev.latchkey.spring.DrainingAdmission;
import dev.latchkey.spring.FileLockBackend;
import dev.latchkey.spring.LockAdmission;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockListenerBeans;
import dev.latchkey.spring.LockOperations;
import dev.latchkey.spring.LockRequestListener;
import dev.latchkey.spring.LockShutdown;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.LocksAtCommit;
import dev.latchkey.spring.ReactiveLockTemplate;
import dev.latchkey.spring.ScopeObserver;
import dev.latchkey.spring.aop.HeldFileLockAdvisor;
import dev.latchkey.spring.aop.LockProxyRegistrar;
import dev.latchkey.spring.aop.LockedMethodCache;
import dev.latchkey.spring.aop.LockedMethodsCheck;
import dev.latchkey.spring.aop.ValidationBeforeLocks;
import dev.latchkey.spring.event.LockEventPublisher;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of cross-process locks. What is
 * about files is shared with child contexts. What intercepts and runs the beans of a
 * context, and waits for them when it is stopped, is its own.
 *
 * <p>
 * With {@code latchkey.enabled=false} whatever an application injects is still there, so
 * that it starts on any system: annotations and templates give a hold and lock nothing,
 * and the beans of lock-core lock within the JVM.
 *
 * @since 0.1
 */
@AutoConfiguration
@EnableConfigurationProperties(LatchkeyProperties.class)
@Import(LockProxyRegistrar.class)
public final class LatchkeyAutoConfiguration {

	private static final Log logger = LogFactory.getLog(LatchkeyAutoConfiguration.class);

	private final LatchkeySettings settings;

	LatchkeyAutoConfiguration(LatchkeyProperties properties, ResourceLoader resources, ApplicationContext context) {
		this.settings = new LatchkeySettings(properties);
		ApplicationContext parent = context.getParent();
		if (parent != null) {
			parent.getBeanProvider(LatchkeyAutoConfiguration.class)
				.ifAvailable((configuration) -> this.settings.requireEnabledAs(configuration.settings));
		}
		this.settings.requireLibraries(resources.getClassLoader());
	}

	@Bean
	@ConditionalOnMissingBean
	ActiveLocks activeLocks() {
		return new ActiveLocks();
	}

	@Bean
	@ConditionalOnMissingBean
	LockEventPublisher lockEventPublisher(ApplicationEventPublisher publisher) {
		return new LockEventPublisher(publisher);
	}

	@Bean
	@ConditionalOnMissingBean
	LockListenerBeans lockListenerBeans(ObjectProvider<LockListener> listeners) {
		return new LockListenerBeans(listeners);
	}

	@Bean
	@ConditionalOnMissingBean
	LockRuntime lockRuntime(LockListenerBeans listeners, ObjectProvider<LockOrder> order) {
		return this.settings.runtime(listeners.listener(), new DeferredLockOrder(order));
	}

	@Bean
	@ConditionalOnMissingBean
	LockDirectory lockDirectory(LockRuntime runtime, Environment environment) {
		LockDirectory directory = this.settings.directory(environment, runtime.nameCase());
		if (runtime.hasFileLocks()) {
			runtime.directories().requireShareable(directory.path());
		}
		if (!runtime.isWithinJvm()) {
			logger.info(this.settings.aboutLocks(directory.path(), runtime, environment));
		}
		return directory;
	}

	/**
	 * What the other beans are made of. Closing it closes only the files that are kept
	 * open for the next acquisition: claims outlive the context, and end when they are
	 * released or left to a child, or when the process ends.
	 */
	@Bean
	@ConditionalOnMissingBean
	LatchkeyParts latchkeyParts(LockRuntime runtime, ActiveLocks active, LockDirectory directory,
			ObjectProvider<PackLocks> packs) {
		return this.settings.parts(runtime, active, directory.path(), packs);
	}

	/** Closed before the runtime's listeners, which it tells of deadlocks. */
	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnLatchkeyEnabledCondition.class)
	WaitRegistry waitRegistry(LatchkeyParts parts) {
		return new WaitRegistry(this.settings.runtimeOfWaits(parts.runtime()), parts.active(), parts.directory());
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	Claims claims(LatchkeyParts parts) {
		return parts.claims().get();
	}

	/**
	 * The front door to the other beans, which close themselves.
	 */
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	Latchkey latchkey(LatchkeyParts parts) {
		return parts.assemble();
	}

	/**
	 * Each context has its own, so it stops on its own. What replaces it in a parent
	 * serves the children too.
	 */
	@Bean
	@ConditionalOnMissingBean(value = LockAdmission.class, ignored = DrainingAdmission.class)
	@Conditional(OnLatchkeyEnabledCondition.class)
	DrainingAdmission lockAdmission() {
		return new DrainingAdmission();
	}

	@Bean
	@ConditionalOnMissingBean
	LockAdmission unlockedAdmission() {
		return LockAdmission.UNLOCKED;
	}

	@Bean
	@ConditionalOnBean(value = DrainingAdmission.class, search = SearchStrategy.CURRENT)
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	LockShutdown lockShutdown(DrainingAdmission admission) {
		return new LockShutdown(admission, this.settings.shutdownTimeout());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	LockExecutor lockExecutor(LatchkeyParts parts, ObjectProvider<PackLocks> packs, LockAdmission admission,
			ObjectProvider<LockBackend> backend, ObjectProvider<LockRequestListener> listeners,
			ObjectProvider<ScopeObserver> observer) {
		LockExecutor executor = new LockExecutor(
				this.settings.backend(backend, new FileLockBackend(parts.assemble(), parts.options())),
				packs::getObject, this.settings.waitTime(), this.settings.whenBusy(), this.settings.releaseAfter(),
				admission);
		executor.setObserver(() -> observer.getIfAvailable(() -> ScopeObserver.NONE));
		executor.setListeners(() -> listeners.orderedStream().toList());
		return executor;
	}

	@Bean
	@ConditionalOnMissingBean(value = LockOperations.class, search = SearchStrategy.CURRENT)
	LockTemplate lockTemplate(LockExecutor executor) {
		return new LockTemplate(executor);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Flux.class)
	static class Reactive {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		ReactiveLockTemplate reactiveLockTemplate(LockExecutor executor) {
			return new ReactiveLockTemplate(executor);
		}

	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	LockedMethodCache lockedMethodCache(ConfigurableBeanFactory beanFactory) {
		return new LockedMethodCache(beanFactory, this.settings.whenBusy(), this.settings.heldFileOptions(),
				!this.settings.isRegistry());
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static HeldFileLockAdvisor heldFileLockAdvisor(ObjectProvider<LockedMethodCache> operations,
			ObjectProvider<LockExecutor> executor) {
		return new HeldFileLockAdvisor(operations::getObject, executor::getObject);
	}

	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LockedMethodsCheck lockedMethodsCheck(ObjectProvider<LockedMethodCache> operations) {
		return new LockedMethodsCheck(operations::getObject);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ExecutableValidator.class)
	static class Validation {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static ValidationBeforeLocks validationBeforeLocks() {
			return new ValidationBeforeLocks();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(TransactionExecutionListener.class)
	static class Transactions {

		@Bean
		@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static LocksAtCommit locksAtCommit() {
			return new LocksAtCommit();
		}

	}

	/** What cannot be used or be meant is found at start-up, also when beans are lazy. */
	@Bean
	static LazyInitializationExcludeFilter eagerLockDirectory() {
		return LazyInitializationExcludeFilter.forBeanTypes(LockDirectory.class, LockExecutor.class,
				LatchkeyParts.class, Claims.class, WaitRegistry.class);
	}

}
