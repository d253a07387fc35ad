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

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test may replace a locked bean by a mock or an object of its own.
 */
@SpringJUnitConfig(BeanOverrideTests.Beans.class)
@MockitoBean(types = BeanOverrideTests.OfType.class)
class BeanOverrideTests {

	@MockitoBean
	@SuppressWarnings("NullAway.Init")
	Mocked mocked;

	@MockitoSpyBean
	@SuppressWarnings("NullAway.Init")
	Spied spied;

	@TestBean
	@SuppressWarnings("NullAway.Init")
	Replaced replaced;

	@Autowired
	@SuppressWarnings("NullAway.Init")
	OfType ofType;

	static Replaced replaced() {
		return new Replaced();
	}

	@Test
	void replacedBeansDoNotFailTheStartAndASpyIsLocked() {
		assertThat(this.mocked.run()).isNull();
		assertThat(this.ofType.run()).isNull();
		assertThat(this.replaced.run()).isEqualTo("no lock");
		assertThat(this.spied.run()).isEqualTo("x");
	}

	static class Job {

		@HeldFileLock("x")
		String run() {
			return LockContext.current().map((hold) -> hold.id().name()).orElse("no lock");
		}

	}

	static class Mocked extends Job {

	}

	static class Spied extends Job {

	}

	static class Replaced extends Job {

	}

	static class OfType extends Job {

	}

	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	@Import({ Mocked.class, Spied.class, Replaced.class, OfType.class })
	static class Beans {

	}

}
