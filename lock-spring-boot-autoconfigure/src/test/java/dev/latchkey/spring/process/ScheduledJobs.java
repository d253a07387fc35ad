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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.ScheduledLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * An application with the first example of the README, due every two seconds instead of
 * every night, and another job for the only thread of the scheduler.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ImportAutoConfiguration({ LatchkeyAutoConfiguration.class, TaskSchedulingAutoConfiguration.class })
@Import({ ScheduledJobs.Invoices.class, ScheduledJobs.Other.class })
public class ScheduledJobs {

	public static void main(String... arguments) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ScheduledJobs.class).run(arguments);
		ForkedJvm.reply("ready");
		String unused = ForkedJvm.awaitCommand();
		context.close();
	}

	@Service
	static class Invoices {

		@Scheduled(cron = "*/2 * * * * *")
		@ScheduledLock("nightly-invoices")
		void run() throws IOException {
			Files.writeString(Path.of(System.getProperty("runs")), System.currentTimeMillis() + "\n",
					StandardOpenOption.APPEND);
			LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
		}

		@HeldFileLock(value = "customer", key = "#customer.id", waitTime = "10s")
		void rebuild(Customer customer) {
		}

	}

	record Customer(@Nullable String id) {
	}

	/** Begins with the other job or a second before it, and is in its way. */
	static class Other {

		@Scheduled(cron = "1/2 * * * * *")
		void work() {
			LockSupport.parkNanos(Duration.ofMillis(Long.getLong("slow", 0)).toNanos());
		}

	}

}
