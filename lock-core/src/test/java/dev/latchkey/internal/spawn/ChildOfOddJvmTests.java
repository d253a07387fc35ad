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

package dev.latchkey.internal.spawn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Children of a JVM that was itself started in an unusual way.
 */
class ChildOfOddJvmTests {

	@Test
	void theExitStatusIsKnownWhereChildrensEndsWereIgnored() throws Exception {
		assertThat(run("trap '' CHLD; exec \"$@\"", Map.of(), "sh", "-c", "exit 5")).isEqualTo("5:");
	}

	@Test
	void signalsThatTheJvmIgnoresAreNotIgnoredByTheChild() throws Exception {
		assertThat(run("trap '' HUP USR2; exec \"$@\"", Map.of(), "grep", "SigIgn", "/proc/self/status"))
			.isEqualTo("0:SigIgn:\t0000000000000000\n");
	}

	@Test
	void variablesThatTheJvmCannotExpressArePassedOn() throws Exception {
		assertThat(run("LC_ALL=C exec \"$@\"", Map.of("LATCHKEY", "Schlüssel"), "printenv", "LATCHKEY"))
			.isEqualTo("0:Schlüssel\n");
	}

	@Test
	void theStandardStreamsMayBeClosed() throws Exception {
		assertThat(run("exec 0<&-; exec \"$@\"", Map.of(), "sh", "-c", "echo /proc/$$/fd/*"))
			.matches("(?s)0:/proc/\\d+/fd/0 \\S+/1 \\S+/2( \\S+/3)?\n");
	}

	/** Let a shell start a JVM that starts a child, and return what that became. */
	private static String run(String script, Map<String, String> environment, String... command)
			throws IOException, InterruptedException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		ProcessBuilder builder = new ProcessBuilder("sh", "-c", script, "sh", java,
				"--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), ChildOfOddJvmTests.class.getName());
		builder.command().addAll(List.of(command));
		builder.environment().putAll(environment);
		Process jvm = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String output = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(jvm.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return output;
	}

	public static void main(String[] command) throws Exception {
		try (Children children = new Children(Children.Closing.FROM_A_NUMBER)) {
			Process child = children.start(command);
			byte[] output = child.getInputStream().readAllBytes();
			System.out.print(child.waitFor() + ":");
			System.out.write(output, 0, output.length);
			System.out.flush();
		}
	}

}
