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

package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a figure depends on besides the program.
 */
final class Machine {

	private Machine() {
	}

	/**
	 * Describes this machine.
	 * @param directory where the lock files are
	 * @return a Markdown list
	 */
	static String describe(Path directory) throws IOException {
		return "- Kernel: " + System.getProperty("os.name") + " " + kernelVersion() + ", "
				+ System.getProperty("os.arch") + "\n- Processor: " + processor() + ", "
				+ Runtime.getRuntime().availableProcessors() + " of it\n- Filesystem: "
				+ Files.getFileStore(directory).type() + "\n- JDK: " + System.getProperty("java.vm.name") + " "
				+ System.getProperty("java.vm.version") + "\n";
	}

	/** Without what a distributor or host adds to the number. */
	private static String kernelVersion() {
		return System.getProperty("os.version").replaceFirst("-.*", "");
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
