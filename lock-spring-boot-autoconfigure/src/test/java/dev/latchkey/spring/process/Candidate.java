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

import java.io.IOException;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.leader.DefaultCandidate;
import org.springframework.integration.leader.event.OnGrantedEvent;
import org.springframework.integration.leader.event.OnRevokedEvent;
import org.springframework.integration.support.leader.LockRegistryLeaderInitiator;
import org.springframework.integration.support.locks.LockRegistry;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.autoconfigure.FileLockRegistryAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * An application that wants to be the leader, and says when it is or is no longer. It
 * ends with its input.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, FileLockRegistryAutoConfiguration.class })
public class Candidate {

	/**
	 * Run the application.
	 * @param arguments none
	 * @throws IOException if the input cannot be read
	 */
	public static void main(String... arguments) throws IOException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Candidate.class).run(arguments)) {
			ForkedJvm.reply("ready " + context.isRunning());
			int unused = System.in.read();
		}
	}

	@Bean
	LockRegistryLeaderInitiator leaderInitiator(LockRegistry<?> locks) {
		return new LockRegistryLeaderInitiator(locks, new DefaultCandidate("this", "writer"));
	}

	@EventListener
	void granted(OnGrantedEvent event) {
		ForkedJvm.reply("granted " + event.getRole());
	}

	@EventListener
	void revoked(OnRevokedEvent event) {
		ForkedJvm.reply("revoked " + event.getRole());
	}

}
