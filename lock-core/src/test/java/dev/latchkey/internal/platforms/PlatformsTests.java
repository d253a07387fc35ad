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

package dev.latchkey.internal.platforms;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.latchkey.UnsupportedPlatformException;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class PlatformsTests {

	@Test
	void thisSystemIsSupported() {
		assertThat(Platforms.current()).isSameAs(Platforms.current());
	}

	@ParameterizedTest
	@CsvSource({ "Linux, 64", "Mac OS X, 64", "Windows 11, 64", "Windows 10, 32", "FreeBSD, 64" })
	void othersAreSupportedToo(String system, String dataModel) {
		assertThatNoException().isThrownBy(() -> Platforms.requireSupported(system, dataModel));
	}

	@Test
	void linuxOf32BitsIsRefused() {
		assertThatExceptionOfType(UnsupportedPlatformException.class)
			.isThrownBy(() -> Platforms.requireSupported("Linux", "32"))
			.withMessage("On Linux Latchkey works in a 64-bit JVM; this one has 32 bits. "
					+ "Run the application in a 64-bit JVM, or switch its locks off, after which nothing is excluded.");
	}

	@ParameterizedTest
	@CsvSource({ "Mac OS X, portable, macOS (portable)", "Windows 11, '', Windows 11 (portable)",
			"FreeBSD, '', FreeBSD (portable)", "Linux, portable-flock, 'Linux (portable, flock)'" })
	void anotherSystemHasThePortablePlatform(String system, String platform, String name) {
		String processor = system.equals("Linux") ? System.getProperty("os.arch") : "aarch64";
		try (ForkedJvm jvm = ForkedJvm
			.start(Map.of("os.name", system, "os.arch", processor, "latchkey.platform", platform), Name.class)) {
			assertThat(jvm.answer()).isEqualTo(name);
		}
	}

	@Test
	void anUnknownPlatformIsRefused() {
		try (ForkedJvm jvm = ForkedJvm.start(Map.of("latchkey.platform", "windows"), Name.class)) {
			assertThat(jvm.awaitEnd()).contains("The system property latchkey.platform is 'windows'. Remove it");
		}
	}

	@Test
	void withoutFileLocksAProcessIsDescribedAndFilesAreRefused() {
		try (ForkedJvm jvm = ForkedJvm.start(Map.of("sun.arch.data.model", "32"), Refused.class)) {
			assertThat(jvm.answer()).isEqualTo("no locks on Linux, process " + jvm.pid());
			assertThat(jvm.answer()).startsWith("On Linux Latchkey works in a 64-bit JVM");
		}
	}

	static final class Refused {

		private Refused() {
		}

		public static void main(String[] arguments) {
			Platform platform = Platforms.currentOrWithoutFileLocks();
			ForkedJvm.reply((platform.hasFileLocks() ? "locks on " : "no locks on ") + platform.traits().name()
					+ ", process " + platform.processes().self().pid());
			try {
				int unused = platform.files().open(NativePath.of(Path.of("file")));
			}
			catch (UnsupportedPlatformException ex) {
				ForkedJvm.reply(ex.problem());
			}
		}

	}

	static final class Name {

		private Name() {
		}

		public static void main(String[] arguments) {
			ForkedJvm.reply(Platforms.current().traits().name());
		}

	}

}
