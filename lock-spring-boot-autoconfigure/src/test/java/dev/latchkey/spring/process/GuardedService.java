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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.latchkey.LockTimeoutException;
import dev.latchkey.process.ForkedJvm;
import dev.latchkey.spring.LockContext;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.autoconfigure.LatchkeyAutoConfiguration;

/**
 * An application with one annotated method. While the method runs it also has a second
 * lock of the kernel, the oracle, which must always be free when it enters; the kernel
 * frees it too when the process is killed.
 */
public class GuardedService {

	private static final String NAME = "guarded";

	/**
	 * Run the application: {@code enter} answers {@code in <token>} and stays until the
	 * next line; {@code count <n>} enters so many times.
	 * @param arguments the oracle's file, then properties
	 * @throws IOException if the oracle cannot be asked
	 */
	public static void main(String... arguments) throws IOException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(arguments)) {
			answer("ready");
			String command = ForkedJvm.awaitCommand();
			while (command != null && !command.equals("end")) {
				obey(context.getBean(Guarded.class), command);
				command = ForkedJvm.awaitCommand();
			}
		}
	}

	private static void obey(Guarded guarded, String command) throws IOException {
		Path oracle = Path.of(System.getProperty("oracle"));
		try {
			if (command.equals("enter")) {
				guarded.stay(oracle);
			}
			else {
				int count = Integer.parseInt(command.substring("count ".length()));
				for (int i = 0; i < count; i++) {
					guarded.pass(oracle);
				}
				answer("counted");
			}
		}
		catch (LockTimeoutException ex) {
			answer("busy " + ex.holders().get(0).pid());
		}
	}

	private static void answer(String line) {
		ForkedJvm.reply(line);
	}

	static class Guarded {

		@HeldFileLock(NAME)
		void stay(Path oracle) throws IOException {
			try (FileChannel channel = FileChannel.open(oracle, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
					FileLock alone = channel.tryLock()) {
				answer(((alone != null) ? "in " : "OVERLAP ") + LockContext.current().orElseThrow().fencingToken());
				String leave = ForkedJvm.awaitCommand();
				answer("out " + LockContext.current().orElseThrow().isHeld() + " " + leave);
			}
		}

		@HeldFileLock(NAME)
		void pass(Path oracle) throws IOException {
			try (FileChannel channel = FileChannel.open(oracle, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
					FileLock alone = channel.tryLock()) {
				if (alone == null) {
					answer("OVERLAP");
				}
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
	@Import(Guarded.class)
	static class Application {

	}

}
