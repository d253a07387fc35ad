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

package dev.latchkey.internal.platform.linux;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.latchkey.process.Requirement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The other C library, that of Alpine: one function that it lacks would be enough for
 * none to be found.
 */
class MuslTests {

	@ParameterizedTest
	@ValueSource(classes = { LinuxLibc.class, LinuxWatchLibc.class, LinuxSpawn.class })
	void eachFunctionThatIsUsedIsThere(Class<?> functions) throws IOException {
		Requirement.MUSL.require();
		List<String> used = Arrays.stream(functions.getDeclaredMethods())
			.filter((method) -> Modifier.isNative(method.getModifiers()))
			.map(Method::getName)
			.toList();
		assertThat(used).isNotEmpty();
		Set<String> there = exported();
		assertThat(there.contains("abs")).isTrue();
		assertThat(used).filteredOn((name) -> !there.contains(name)).isEmpty();
	}

	private static Set<String> exported() throws IOException {
		Process nm = new ProcessBuilder("sh", "-c", "nm -D --defined-only /lib/ld-musl-*.so.1")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		return nm.inputReader().lines().map((line) -> line.replaceAll(".* ", "")).collect(Collectors.toSet());
	}

}
