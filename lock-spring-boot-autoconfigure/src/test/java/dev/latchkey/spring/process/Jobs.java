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

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.support.locks.LockRegistry;

import dev.latchkey.LockEvent;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.autoconfigure.FileLockRegistryAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;
import dev.latchkey.spring.autoconfigure.LatchkeyLockProviderAutoConfiguration;

/**
 * An application with file locks for ShedLock and Spring Integration. Its commands:
 * {@code job <lockAtMostFor> <lockAtLeastFor>}, {@code extend} with the same, both in
 * seconds; {@code unlock}; {@code lock}, {@code try} and {@code leave} of the registry.
 * Anything else ends it. It says {@code lost} when it hears of a loss.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, LatchkeyLockProviderAutoConfiguration.class,
		FileLockRegistryAutoConfiguration.class })
public class Jobs {

	private Optional<SimpleLock> job = Optional.empty();

	/**
	 * Run the application.
	 * @param arguments none
	 */
	public static void main(String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Jobs.class).run(arguments)) {
			Jobs jobs = context.getBean(Jobs.class);
			LockProvider provider = context.getBean(LockProvider.class);
			Lock lock = context.getBean(LockRegistry.class).obtain("registered");
			ForkedJvm.reply("ready");
			String answer;
			do {
				answer = jobs.obey(provider, lock,
						Objects.requireNonNullElse(ForkedJvm.awaitCommand(), "end").split(" "));
				ForkedJvm.reply(answer);
			}
			while (!answer.equals("end"));
		}
	}

	private String obey(LockProvider provider, Lock lock, String[] command) {
		switch (command[0]) {
			case "job" -> {
				this.job = provider
					.lock(new LockConfiguration(ClockProvider.now(), "job", seconds(command[1]), seconds(command[2])));
				return this.job.isPresent() ? "locked" : "busy";
			}
			case "extend" -> {
				this.job = this.job.orElseThrow().extend(seconds(command[1]), seconds(command[2]));
				return this.job.isPresent() ? "extended" : "not extended";
			}
			case "unlock" -> this.job.orElseThrow().unlock();
			case "lock" -> lock.lock();
			case "try" -> {
				return lock.tryLock() ? "locked" : "busy";
			}
			case "leave" -> lock.unlock();
			default -> {
				return "end";
			}
		}
		return "done";
	}

	private static Duration seconds(String seconds) {
		return Duration.ofSeconds(Long.parseLong(seconds));
	}

	@EventListener
	void lost(LockEvent.Lost event) {
		ForkedJvm.reply("lost " + event.hold().id().name());
	}

}
