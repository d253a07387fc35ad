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

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.ClassUtils;

import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.annotation.HeldFileLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The least that an application can have: the starter, no actuator, no AspectJ.
 */
@SpringBootTest
@TestPropertySource(properties = "management.endpoints.web.exposure.include=*")
class WithoutActuatorTests {

	@Test
	void theApplicationStartsAndLocks(@Autowired ApplicationContext context, @Autowired Job job) {
		assertThat(ClassUtils.isPresent("org.springframework.boot.actuate.endpoint.Show", null)).isFalse();
		assertThat(ClassUtils.isPresent("org.aspectj.weaver.Advice", null)).isFalse();
		assertThat(context.getBeanProvider(LockTemplate.class).getIfAvailable()).isNotNull();
		assertThat(context.containsBean("locksEndpoint")).isFalse();
		assertThat(job.isLocked()).isTrue();
	}

	static class Job {

		@HeldFileLock("job")
		boolean isLocked() {
			return LockContext.current().isPresent();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Job.class)
	static class Application {

	}

}
