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

import java.util.List;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;

/**
 * Gives each test context a lock directory of its own, which is removed when the context
 * is closed. Tests then neither meet each other's locks nor those of an application that
 * runs on the same machine. Nor do they claim the application's pid file. A test that
 * names {@code latchkey.directory} or {@code latchkey.daemon.pid-file} itself, by
 * {@code @SpringBootTest(properties = …)}, {@code @TestPropertySource} or
 * {@code @DynamicPropertySource}, gets what it names.
 *
 * @since 0.1
 */
public final class TemporaryLockDirectoryContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		return new TemporaryLockDirectoryContextCustomizer();
	}

}
