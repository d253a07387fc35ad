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

package dev.latchkey.readme;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

class ReadmeTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void onePublishesItsPortAndAllFindIt() {
		try (ConfigurableApplicationContext one = start(); ConfigurableApplicationContext two = start()) {
			String port = one.getEnvironment().getProperty("local.server.port");
			assertThat(one.getBean(PublishedPort.class).find()).hasValue(port);
			assertThat(two.getBean(PublishedPort.class).find()).hasValue(port);
		}
	}

	private ConfigurableApplicationContext start() {
		return SpringApplication.run(Application.class, "--server.port=0", "--latchkey.directory=" + this.directory);
	}

	@Test
	void theReadmeShowsWhatIsTestedHere() throws Exception {
		String source = Files.readString(Path.of("src/test/java/dev/latchkey/readme/PublishedPort.java"));
		assertThat(Files.readString(Path.of("../README.md")))
			.contains(source.substring(source.indexOf("@Component\n")));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(PublishedPort.class)
	static class Application {

	}

}
