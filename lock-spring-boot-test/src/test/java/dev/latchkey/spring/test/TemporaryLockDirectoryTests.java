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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.support.AnnotationConfigContextLoader;

import dev.latchkey.spring.LockDirectory;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.LockTemplate;
import dev.latchkey.spring.SingleInstance;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class TemporaryLockDirectoryTests {

	private static final String OWN = System.getProperty("java.io.tmpdir") + "/latchkey-named-by-a-test-"
			+ ProcessHandle.current().pid();

	@Test
	void theDirectoryIsGoneWithTheContext() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Application.class);
		new TemporaryLockDirectoryContextCustomizerFactory().createContextCustomizer(getClass(), List.of())
			.customizeContext(context, new MergedContextConfiguration(getClass(), new String[0], new Class<?>[0],
					new String[0], new AnnotationConfigContextLoader()));
		context.refresh();
		Path directory = context.getBean(LockDirectory.class).path();
		context.getBean(LockTemplate.class)
			.executeWithoutResult(LockRequest.of("anything"), () -> assertThat(directory).isNotEmptyDirectory());
		context.close();
		assertThat(directory).doesNotExist();
	}

	@Test
	void contextsAreCachedAsBefore() {
		assertThat(new TemporaryLockDirectoryContextCustomizer())
			.isEqualTo(new TemporaryLockDirectoryContextCustomizer());
	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = Application.class)
	class WithoutAnything {

		@Test
		void theDirectoryIsTemporary(@Autowired LockDirectory directory, @Autowired LockTemplate template) {
			assertThat(directory.path().getFileName().toString()).startsWith("latchkey-test-");
			template.executeWithoutResult(LockRequest.of("anything"), () -> assertThat(directory.path()).isDirectory());
		}

	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = Application.class, args = "--spring.config.additional-location=classpath:/with-pid-file/")
	class WithThePidFileOfTheApplication {

		@Test
		void itIsNotClaimed(@Autowired Environment environment, @Autowired ApplicationContext context) {
			assertThat(environment.getProperty("application.pid-file")).endsWith("application.pid");
			assertThat(environment.getProperty("latchkey.daemon.pid-file")).isEmpty();
			assertThat(context.getBeansOfType(SingleInstance.class)).isEmpty();
		}

	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = Application.class,
			properties = "latchkey.daemon.pid-file=${java.io.tmpdir}/latchkey-named-by-a-test.pid")
	class WithAPidFileOfItsOwn {

		@Test
		void theTestIsHeard(@Autowired SingleInstance instance) {
			assertThat(instance.pidFile().id().path()).hasFileName("latchkey-named-by-a-test.pid").exists();
		}

	}

	@Nested
	@DirtiesContext
	@OverrideAutoConfiguration(enabled = false)
	@SpringBootTest(classes = Slice.class,
			properties = "latchkey.daemon.pid-file=${java.io.tmpdir}/latchkey-named-by-a-slice.pid")
	class WithASlice {

		@Test
		void thePidFileIsNotClaimed(@Autowired Environment environment, @Autowired ApplicationContext context) {
			assertThat(Path.of(environment.getRequiredProperty("latchkey.daemon.pid-file"))).doesNotExist();
			assertThat(context.getBeansOfType(SingleInstance.class)).isEmpty();
		}

	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = Application.class)
	class WithADirectoryOfItsOwn {

		@DynamicPropertySource
		static void directory(DynamicPropertyRegistry registry) {
			registry.add("latchkey.directory", () -> OWN);
		}

		@Test
		void theTestIsHeard(@Autowired LockDirectory directory) throws Exception {
			assertThat(directory.path()).isEqualTo(Path.of(OWN)).isDirectory();
			Files.delete(directory.path());
		}

	}

	@Nested
	@DirtiesContext
	@SpringBootTest(classes = Application.class,
			properties = "latchkey.directory=${java.io.tmpdir}/latchkey-inlined-by-a-test")
	class WithAnInlinedProperty {

		@Test
		void theTestIsHeard(@Autowired LockDirectory directory) throws Exception {
			assertThat(directory.path()).hasFileName("latchkey-inlined-by-a-test");
			Files.delete(directory.path());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Slice {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class Application {

	}

}
