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

package dev.latchkey.spring.test;

import java.util.Map;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Sets {@code latchkey.directory} to a new temporary directory, and the pid file to none:
 * a test is not the application's single instance. Both go before what the application's
 * own files and after those of the test. All customizers are equal, so contexts are
 * cached as before.
 */
record TemporaryLockDirectoryContextCustomizer() implements ContextCustomizer {

	private static final String NAME = "latchkeyTemporaryLockDirectory";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
			TemporaryLockDirectory directory = new TemporaryLockDirectory();
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			MapPropertySource source = new MapPropertySource(NAME,
					Map.of("latchkey.directory", directory.path().toString(), "latchkey.daemon.pid-file", ""));
			if (sources.contains(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME)) {
				sources.addBefore(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, source);
			}
			else {
				sources.addLast(source);
			}
			// Registered before all other beans, it is destroyed after them.
			RootBeanDefinition definition = new RootBeanDefinition(TemporaryLockDirectory.class, () -> directory);
			definition.setLazyInit(false);
			registry.registerBeanDefinition(NAME, definition);
		}
	}

}
