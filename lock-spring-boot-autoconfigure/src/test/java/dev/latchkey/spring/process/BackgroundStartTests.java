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

package dev.latchkey.spring.process;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is begun in the background while an application starts.
 */
class BackgroundStartTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void nativeCallsAreLinkedInTheBackground() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.extracting(Object::getClass)
			.extracting(Class::getSimpleName)
			.contains("PlatformPreinitializer");
	}

	@Test
	void aFailureInTheBackgroundFailsTheStartWithItsReason() {
		Map<String, String> properties = Map.of("latchkey.directory", this.directory.toString(), "jna.nounpack", "true",
				"jna.nosys", "true", "jna.boot.library.path", this.directory.toString(),
				"spring.main.web-application-type", "none");
		try (ForkedJvm jvm = ForkedJvm.start(properties, Main.class)) {
			assertThat(jvm.awaitEnd()).contains("APPLICATION FAILED TO START",
					"The C library cannot be reached through JNA: java.lang.UnsatisfiedLinkError");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class Main {

		public static void main(String... arguments) {
			SpringApplication.run(Main.class, arguments);
		}

	}

}
