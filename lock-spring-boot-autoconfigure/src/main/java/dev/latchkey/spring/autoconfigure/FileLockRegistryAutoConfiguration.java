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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.support.locks.LockRegistry;

import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.spring.springintegration.FileLockRegistry;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of file locks as the lock registry
 * of Spring Integration, if the application asks for it.
 *
 * @since 0.1
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnClass(LockRegistry.class)
@ConditionalOnBooleanProperty("latchkey.integration.lock-registry")
public final class FileLockRegistryAutoConfiguration {

	@Bean
	@ConditionalOnBean(LatchkeyParts.class)
	@ConditionalOnMissingBean(LockRegistry.class)
	FileLockRegistry fileLockRegistry(LatchkeyParts parts) {
		return new FileLockRegistry(parts.assemble());
	}

}
