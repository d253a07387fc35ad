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

import java.nio.file.Path;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.spring.DaemonHeartbeat;
import dev.latchkey.spring.SingleInstance;
import dev.latchkey.spring.metrics.LockMetrics;
import dev.latchkey.spring.metrics.SerializerMetrics;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the other auto-configurations where {@link LatchkeyAutoConfiguration}
 * is excluded.
 */
class ExcludedAutoConfigurationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
		.withBean(ObservationRegistry.class, ObservationRegistry::create);

	@ParameterizedTest
	@ValueSource(classes = { DaemonAutoConfiguration.class, LatchkeyLockProviderAutoConfiguration.class,
			FileLockRegistryAutoConfiguration.class, LockRegistryBackendAutoConfiguration.class,
			LocksEndpointAutoConfiguration.class, LockMetricsAutoConfiguration.class,
			LockObservationAutoConfiguration.class, LocksHealthContributorAutoConfiguration.class,
			PackLocksAutoConfiguration.class, LockTiersAutoConfiguration.class,
			MutationSerializerAutoConfiguration.class })
	void eachStartsAlone(Class<?> configuration) {
		this.runner.withConfiguration(AutoConfigurations.of(configuration))
			.withPropertyValues("latchkey.daemon.pid-file=" + this.directory.resolve("app.pid"),
					"latchkey.shedlock.lock-provider=true", "latchkey.integration.lock-registry=true",
					"latchkey.backend=lock-registry", "management.endpoints.web.exposure.include=*",
					"management.endpoints.jmx.exposure.include=*")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void metersAreThereWithTheLocks() {
		this.runner
			.withConfiguration(AutoConfigurations.of(LatchkeyAutoConfiguration.class,
					LockMetricsAutoConfiguration.class, MutationSerializerAutoConfiguration.class))
			.withPropertyValues("latchkey.directory=" + this.directory)
			.run((context) -> assertThat(context).hasSingleBean(LockMetrics.class)
				.hasSingleBean(SerializerMetrics.class));
	}

	@Test
	void aPidFileIsClaimedAllTheSame() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Daemon.class)
			.web(WebApplicationType.NONE)
			.run("--latchkey.daemon.pid-file=" + this.directory.resolve("app.pid"))) {
			assertThat(context.getBeansOfType(SingleInstance.class)).hasSize(1);
			assertThat(context.getBeansOfType(DaemonHeartbeat.class)).hasSize(1);
			assertThat(this.directory.resolve("app.pid")).exists();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DaemonAutoConfiguration.class)
	static class Daemon {

	}

}
