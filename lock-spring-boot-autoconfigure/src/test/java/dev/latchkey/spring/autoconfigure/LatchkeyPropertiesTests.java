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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.latchkey.LockOptions;
import dev.latchkey.order.Enforcement;
import dev.latchkey.pack.PackLocks;
import dev.latchkey.spring.autoconfigure.LatchkeyProperties.RemoteFilesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

class LatchkeyPropertiesTests {

	@Test
	void theDefaultsAreThoseOfTheLocks() {
		LatchkeyProperties properties = bind(Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.directory()).isNull();
		assertThat(properties.shared()).isFalse();
		assertThat(properties.waitTime()).isEqualTo(Duration.ofSeconds(5));
		assertThat(properties.whenBusy()).isEqualTo(LatchkeyProperties.BusyDefault.THROW);
		assertThat(properties.heldFile().options()).isEqualTo(LockOptions.defaults());
		assertThat(properties.heldFile().pollInterval()).isEqualTo(Duration.ofMillis(50));
		assertThat(properties.claims().transitionTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.writer().options()).isEqualTo(LockOptions.defaults());
		assertThat(properties.pack().fileName()).isEqualTo(PackLocks.FILE_NAME);
		assertThat(properties.maxNativeWaiters()).isEqualTo(64);
		assertThat(properties.remoteFilesystem()).isEqualTo(RemoteFilesystem.REFUSE);
		assertThat(properties.tiers().enforcement()).isNull();
		assertThat(properties.tiers().debugProfiles()).containsExactly("dev", "test", "local", "debug");
		assertThat(properties.daemon().pidFile()).isNull();
		assertThat(properties.shutdown().timeout()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void namesAreRelaxed() {
		LatchkeyProperties properties = bind(Map.of("latchkey.waitTime", "1s", "latchkey.when_busy", "RunUnlocked",
				"LATCHKEY.HELD-FILE.STALE-AFTER", "PT7S", "latchkey.heldFile.heartbeat_interval", "2000",
				"latchkey.tiers.debugProfiles", "a,b", "latchkey.remoteFilesystem", "ALLOW"));
		assertThat(properties.waitTime()).isEqualTo(Duration.ofSeconds(1));
		assertThat(properties.whenBusy()).isEqualTo(LatchkeyProperties.BusyDefault.RUN_UNLOCKED);
		assertThat(properties.heldFile().options())
			.isEqualTo(LockOptions.of(Duration.ofSeconds(7), Duration.ofSeconds(2)));
		assertThat(properties.tiers().debugProfiles()).isEqualTo(List.of("a", "b"));
		assertThat(properties.remoteFilesystem()).isEqualTo(RemoteFilesystem.ALLOW);
	}

	@Test
	void environmentVariablesAreHeard() {
		LatchkeyProperties properties = bind(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("LATCHKEY_DIRECTORY", "/locks", "LATCHKEY_HELDFILE_STALEAFTER", "9s",
						"LATCHKEY_MAXNATIVEWAITERS", "3", "LATCHKEY_TIERS_ENFORCEMENT", "off",
						"LATCHKEY_TIERS_DEBUGPROFILES_0", "mine", "LATCHKEY_SHUTDOWN_TIMEOUT", "1m",
						"LATCHKEY_DAEMON_PIDFILE", "/run/x.pid", "LATCHKEY_PACK_FILENAME", ".mine")));
		assertThat(properties.directory()).isEqualTo("/locks");
		assertThat(properties.heldFile().staleAfter()).isEqualTo(Duration.ofSeconds(9));
		assertThat(properties.maxNativeWaiters()).isEqualTo(3);
		assertThat(properties.tiers().enforcement()).isEqualTo(Enforcement.OFF);
		assertThat(properties.tiers().debugProfiles()).containsExactly("mine");
		assertThat(properties.shutdown().timeout()).isEqualTo(Duration.ofMinutes(1));
		assertThat(properties.daemon().pidFile()).isEqualTo("/run/x.pid");
		assertThat(properties.pack().fileName()).isEqualTo(".mine");
	}

	@ParameterizedTest
	@CsvSource({ "latchkey.wait-time, -1s", "latchkey.max-native-waiters, 0", "latchkey.directory, /a\0b",
			"latchkey.daemon.pid-file, /a\0b", "latchkey.held-file.poll-interval, 0s",
			"latchkey.named.sweep-after, -1s", "latchkey.held-file.stale-after, 0s",
			"latchkey.held-file.stale-after, 90ms", "latchkey.held-file.heartbeat-interval, 30s",
			"latchkey.held-file.heartbeat-interval, 0s", "latchkey.claims.transition-timeout, 0s",
			"latchkey.claims.transition-timeout, -1s", "latchkey.writer.stale-after, 0s",
			"latchkey.writer.stale-after, 90ms", "latchkey.writer.remote-stale-after, -1s",
			"latchkey.writer.remote-stale-after, 29s", "latchkey.pack.file-name, a/b", "latchkey.pack.file-name, ..",
			"latchkey.pack.file-name, ' '", "latchkey.tiers.debug-profiles, a & b | c",
			"latchkey.shutdown.timeout, -1s" })
	void aValueThatCannotBeIsRefusedAndBlamedOnItsProperty(String property, String value) {
		assertThatException().isThrownBy(() -> bind(Map.of(property, value)))
			.satisfies((failure) -> assertThat(invalid(failure).getName()).isEqualTo(property));
	}

	@Test
	void valuesThatContradictEachOtherAreBothNamed() {
		assertThatException()
			.isThrownBy(() -> bind(
					Map.of("latchkey.held-file.stale-after", "2s", "latchkey.held-file.heartbeat-interval", "3s")))
			.satisfies((failure) -> assertThat(invalid(failure).getReason()).contains("3000 ms",
					"below the stale-after of 2000 ms"));
		assertThatException().isThrownBy(
				() -> bind(Map.of("latchkey.writer.stale-after", "60s", "latchkey.writer.remote-stale-after", "59s")))
			.satisfies((failure) -> assertThat(invalid(failure).getReason()).contains("writer.stale-after (60000 ms)"));
	}

	private static LatchkeyProperties bind(Map<String, Object> properties) {
		return bind(new MapPropertySource("test", properties));
	}

	private static LatchkeyProperties bind(PropertySource<?> source) {
		return new Binder(ConfigurationPropertySources.from(source)).bindOrCreate("latchkey", LatchkeyProperties.class);
	}

	private static InvalidConfigurationPropertyValueException invalid(Throwable failure) {
		for (Throwable current = failure; current != null; current = current.getCause()) {
			if (current instanceof InvalidConfigurationPropertyValueException invalid) {
				return invalid;
			}
		}
		throw new AssertionError(failure);
	}

}
