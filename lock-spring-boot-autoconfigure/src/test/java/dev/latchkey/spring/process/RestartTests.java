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

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stays in a JVM whose application context is closed and started again, as developer
 * tools and tests do.
 */
class RestartTests {

	/** Until here, caches fill and the JVM replaces what is called often. */
	private static final int SETTLED = 25;

	private static final int RESTARTS = 50;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path directory;

	@Test
	void nothingStaysOfAContextThatWasClosed() {
		// Later JVMs make classes for what is called often by reflection, at any time.
		Map<String, String> properties = Map.of("latchkey.directory", this.directory.toString(),
				"spring.main.web-application-type", "none", "logging.level.root", "warn",
				"jdk.reflect.useNativeAccessorOnly", "true");
		try (ForkedJvm jvm = ForkedJvm.start(properties, Main.class)) {
			Footprint without = Footprint.parse(jvm.answer());
			Footprint with = Footprint.parse(jvm.answer());
			assertThat(with.classes() - without.classes()).as("classes").isLessThan(RESTARTS / 5);
			assertThat(with.kilobytes()).as("KB of heap").isLessThan(Math.max(0, without.kilobytes()) + 10 * RESTARTS);
			assertThat(with.threads()).as("threads").isLessThanOrEqualTo(without.threads());
			assertThat(with.descriptors()).as("descriptors").isLessThanOrEqualTo(without.descriptors());
			assertThat(with.inotify()).as("inotify instances").isLessThanOrEqualTo(without.inotify());
		}
	}

	/**
	 * What a JVM has, or has got more of.
	 */
	private record Footprint(long classes, long kilobytes, long threads, long descriptors, long inotify) {

		static Footprint parse(String text) {
			String[] fields = text.split(" ", -1);
			return new Footprint(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]),
					Long.parseLong(fields[3]), Long.parseLong(fields[4]));
		}

		static Footprint now() {
			for (int i = 0; i < 3; i++) {
				System.gc();
			}
			File[] descriptors = Objects.requireNonNull(new File("/proc/self/fd").listFiles());
			long inotify = 0;
			for (File descriptor : descriptors) {
				inotify += isInotify(descriptor) ? 1 : 0;
			}
			return new Footprint(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
					ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
					ManagementFactory.getThreadMXBean().getThreadCount(), descriptors.length, inotify);
		}

		private static boolean isInotify(File descriptor) {
			try {
				return Files.readSymbolicLink(descriptor.toPath()).toString().endsWith("inotify");
			}
			catch (IOException ex) {
				return false;
			}
		}

		Footprint since(Footprint earlier) {
			return new Footprint(this.classes - earlier.classes, this.kilobytes - earlier.kilobytes,
					this.threads - earlier.threads, this.descriptors - earlier.descriptors,
					this.inotify - earlier.inotify);
		}

		@Override
		public String toString() {
			return this.classes + " " + this.kilobytes + " " + this.threads + " " + this.descriptors + " "
					+ this.inotify;
		}

	}

	static class Main {

		public static void main(String... arguments) {
			ForkedJvm.reply(growth(WithoutLocks.class).toString());
			ForkedJvm.reply(growth(WithLocks.class).toString());
		}

		private static Footprint growth(Class<?> application) {
			restart(application, SETTLED);
			Footprint settled = Footprint.now();
			restart(application, RESTARTS);
			return Footprint.now().since(settled);
		}

		private static void restart(Class<?> application, int times) {
			for (int i = 0; i < times; i++) {
				try (ConfigurableApplicationContext context = new SpringApplicationBuilder(application).run()) {
					context.getBean(Service.class).work(i);
				}
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutLocks {

		@Bean
		Service service() {
			return new Service();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	static class WithLocks extends WithoutLocks {

	}

	static class Service {

		@HeldFileLock(value = "job", key = "#number % 2")
		void work(int number) {
		}

	}

}
