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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.latchkey.internal.platform.NativeStrings;

/**
 * Encodes an environment. What this process has inherited and not changed is passed on
 * byte for byte: the JVM's encoding need not be able to express it, and in a container
 * without a locale that encoding is ASCII.
 */
final class LinuxEnvironment {

	private LinuxEnvironment() {
	}

	static List<byte[]> encode(Map<String, String> environment) {
		Map<String, byte[]> own = own();
		List<byte[]> variables = new ArrayList<>(environment.size());
		environment.forEach((name, value) -> {
			String variable = name + '=' + value;
			byte[] bytes = own.get(variable);
			variables.add((bytes != null) ? bytes : NativeStrings.encode(variable));
		});
		return variables;
	}

	private static Map<String, byte[]> own() {
		Map<String, byte[]> own = new HashMap<>();
		byte[] block = read();
		int start = 0;
		for (int end = 0; end < block.length; end++) {
			if (block[end] == 0) {
				byte[] variable = Arrays.copyOfRange(block, start, end);
				own.put(NativeStrings.decode(variable), variable);
				start = end + 1;
			}
		}
		return own;
	}

	private static byte[] read() {
		try {
			return Files.readAllBytes(Path.of("/proc/self/environ"));
		}
		catch (IOException ex) {
			// A process that has changed its user may not read it; then all is encoded.
			return new byte[0];
		}
	}

}
