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
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.Latchkey;
import dev.latchkey.LockHolder;
import dev.latchkey.LockState;
import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;
import dev.latchkey.internal.claim.ClaimDirectory;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A claim lasts as long as its process, not as long as its context.
 */
class ClaimProcessTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void aClaimSurvivesTheContextAndEndsWithTheProcess() throws Exception {
		Map<String, String> properties = Map.of("latchkey.directory", this.directory.resolve("locks").toString(),
				"spring.main.web-application-type", "none");
		try (ForkedJvm holder = ForkedJvm.start(properties, Holder.class);
				Latchkey latchkey = Latchkey.builder().directory(this.directory.resolve("locks")).build()) {
			assertThat(holder.answer()).isEqualTo("closed");
			Claims claims = latchkey.claims();
			assertThat(claims.claim("leader").inspect().state()).isEqualTo(LockState.HELD);
			assertThat(claims.claim("leader").holders()).extracting(LockHolder::pid).containsExactly(holder.pid());
			assertThat(holder.ask("still?")).isEqualTo("held");
			holder.kill();
			assertThat(claims.awaitReleased("leader", Duration.ofMinutes(1))).isTrue();
			claims.claim("leader", new byte[0]).tryAcquire().orElseThrow().close();
		}
	}

	/** An application that closes its context, and lives on with its claim. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class Holder {

		public static void main(String... arguments) throws Exception {
			ClaimHold claim;
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Holder.class).run(arguments)) {
				claim = context.getBean(Claims.class).claim("leader", new byte[0]).tryAcquire().orElseThrow();
			}
			ForkedJvm.reply("closed");
			while (System.in.read() >= 0) {
				if (System.in.available() == 0) {
					claim.requireHeld();
					ForkedJvm.reply("held");
				}
			}
		}

	}

}
