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
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.CooldownHold;
import dev.latchkey.internal.parts.LatchkeyParts;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a lock whose work outlives its application's context.
 */
class ClosedContextTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void aLockThatIsGivenUpAfterTheEndOfTheContextIsLogged() {
		Map<String, String> properties = Map.of("latchkey.directory", this.directory.toString(),
				"spring.main.web-application-type", "none");
		try (ForkedJvm late = ForkedJvm.start(properties, Late.class)) {
			assertThat(late.answer()).isEqualTo("given up");
			assertThat(late.awaitEnd())
				.containsPattern("WARN .*dev.latchkey.locks.*was lost while it was held: its time was over");
		}
	}

	/** An application that closes its context while a job goes on for too long. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class Late {

		public static void main(String... arguments) {
			CooldownHold hold;
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Late.class).run(arguments)) {
				hold = context.getBean(LatchkeyParts.class)
					.named()
					.lock("job")
					.withCooldown(Instant.EPOCH)
					.tryAcquire()
					.orElseThrow();
			}
			hold.expire("its time was over");
			ForkedJvm.reply("given up");
		}

	}

}
