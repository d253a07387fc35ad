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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.curator.framework.CuratorFramework;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.integration.zookeeper.lock.ZookeeperLockRegistry;
import org.springframework.util.ClassUtils;

import dev.latchkey.LockOrder;
import dev.latchkey.internal.acquire.LockRuntime;
import dev.latchkey.spring.DeferredLockOrder;
import dev.latchkey.spring.LockBackend;
import dev.latchkey.spring.LockBackendSetupException;
import dev.latchkey.spring.springintegration.BackendSession;
import dev.latchkey.spring.springintegration.FileLockRegistry;
import dev.latchkey.spring.springintegration.LockRegistryBackend;
import dev.latchkey.spring.springintegration.ZookeeperSession;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of locks in the application's
 * {@link LockRegistry}, where {@code latchkey.backend} says so.
 *
 * @since 0.1
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass(LockRegistry.class)
@Conditional(OnLockRegistryBackendCondition.class)
public final class LockRegistryBackendAutoConfiguration {

	private static final Log logger = LogFactory.getLog(LockRegistryBackendAutoConfiguration.class);

	@Bean
	@ConditionalOnBean(LockRuntime.class)
	@ConditionalOnMissingBean(LockBackend.class)
	LockRegistryBackend lockRegistryBackend(ObjectProvider<LockRegistry<?>> registries,
			ObjectProvider<BackendSession> sessions, LockRuntime runtime, ObjectProvider<LockOrder> order,
			LatchkeyProperties properties) {
		LockRegistry<?> registry = registries.getIfUnique();
		if (registry == null) {
			throw unusable(registries.stream().count());
		}
		if (registry instanceof FileLockRegistry) {
			throw new LockBackendSetupException(
					"With latchkey.backend=lock-registry the locks are in a LockRegistry, and the one that is there has its "
							+ "locks in files of this machine.",
					"Define the registry that the machines share, or remove latchkey.backend to have the locks in "
							+ "files.");
		}
		logger.info("Cross-process locks are in the lock registry " + ClassUtils.getUserClass(registry).getName()
				+ " (latchkey.backend=lock-registry)");
		BackendSession session = sessions.stream().filter((each) -> each.isOf(registry)).findFirst().orElse(null);
		return new LockRegistryBackend(registry, session, runtime.self(), runtime.listener(),
				new DeferredLockOrder(order), properties.heldFile().options());
	}

	private static LockBackendSetupException unusable(long candidates) {
		return (candidates == 0) ? new LockBackendSetupException(
				"With latchkey.backend=lock-registry the locks are in a LockRegistry, and there is no bean of that "
						+ "type.",
				"Define one, such as a JdbcLockRegistry, a RedisLockRegistry or a ZookeeperLockRegistry, or "
						+ "remove the property to have the locks in files.")
				: new LockBackendSetupException(
						"With latchkey.backend=lock-registry the locks are in the LockRegistry, and there are "
								+ candidates + " beans of that type, none of which is primary.",
						"Mark the one that all instances of the application share with @Primary.");
	}

	/** What is missing is found at start-up, also when beans are lazy. */
	@Bean
	static LazyInitializationExcludeFilter eagerLockRegistry() {
		return LazyInitializationExcludeFilter.forBeanTypes(LockRegistryBackend.class);
	}

	/**
	 * Locks in ZooKeeper end with its session, of which only its client knows.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ CuratorFramework.class, ZookeeperLockRegistry.class })
	static class Zookeeper {

		@Bean
		@ConditionalOnBean({ ZookeeperLockRegistry.class, CuratorFramework.class })
		@ConditionalOnMissingBean
		ZookeeperSession zookeeperSession(CuratorFramework client) {
			return new ZookeeperSession(client);
		}

	}

}
