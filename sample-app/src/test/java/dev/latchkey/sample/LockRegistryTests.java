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

package dev.latchkey.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application on another backend: one property, one dependency, one bean. The bean is
 * what differs from one backend to the other; this one is of this JVM only.
 */
class LockRegistryTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path workspace;

	@Test
	void itSyncsUnderALockOfTheRegistry() throws Exception {
		try (ConfigurableApplicationContext files = start()) {
			assertThat(files.getBean(SyncService.class).sync()).extracting(Event::token)
				.isNotEmpty()
				.doesNotContain(Event.NO_TOKEN);
		}
		try (ConfigurableApplicationContext moved = start("--latchkey.backend=lock-registry")) {
			List<Event> events = moved.getBean(SyncService.class).sync();
			assertThat(events).extracting(Event::token).isNotEmpty().containsOnly(Event.NO_TOKEN);
			assertThat(moved.getBean(EventLog.class).since(0)).containsSubsequence(events);
		}
	}

	private ConfigurableApplicationContext start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--sample.workspace=" + this.workspace,
				"--sample.remote-latency=1ms", "--sample.sync-interval=1h"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(SampleApplication.class, Backend.class).web(WebApplicationType.NONE)
			.run(all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	static class Backend {

		@Bean
		LockRegistry<?> lockRegistry() {
			return new DefaultLockRegistry();
		}

	}

}
