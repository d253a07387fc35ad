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

package dev.latchkey.internal.platform.portable;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.latchkey.internal.platform.portable.ChannelLocks.Opening;
import dev.latchkey.process.ForkedJvm;

import static org.assertj.core.api.Assertions.assertThat;

class ChannelLocksTests {

	private final ChannelLocks locks = ChannelLocks.ofJvm(JdkFiles.ofThisSystem());

	private Path file;

	@BeforeEach
	void create(@TempDir Path directory) throws IOException {
		this.file = Files.writeString(directory.resolve("file"), "content");
	}

	@Test
	void classLoadersShareTheTable() throws Exception {
		URL classes = ChannelLocks.class.getProtectionDomain().getCodeSource().getLocation();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes }, ClassLoader.getPlatformClassLoader());
				Opening held = this.locks.open(this.file);
				ForkedJvm worker = ForkedJvm.start(FileLocksWorker.class, Primitive.CHANNEL.name())) {
			assertThat(worker.answer()).isEqualTo("ready");
			assertThat(worker.ask("open file " + this.file)).isEqualTo("done");
			assertThat(held.tryLock(false)).isTrue();
			Class<?> type = loader.loadClass(ChannelLocks.class.getName());
			assertThat(type).isNotSameAs(ChannelLocks.class);
			Class<?> files = loader.loadClass(JdkFiles.class.getName());
			Object system = accessible(files.getDeclaredMethod("ofThisSystem")).invoke(null);
			Object theirs = accessible(type.getDeclaredMethod("ofJvm", files)).invoke(null, system);
			Object opening = accessible(type.getDeclaredMethod("open", Path.class)).invoke(theirs, this.file);
			assertThat(
					accessible(opening.getClass().getDeclaredMethod("tryLock", boolean.class)).invoke(opening, false))
				.isEqualTo(false);
			accessible(opening.getClass().getDeclaredMethod("close")).invoke(opening);
			assertThat(worker.ask("lock file")).isEqualTo("busy");
		}
	}

	private static Method accessible(Method method) {
		method.setAccessible(true);
		return method;
	}

	@Test
	void nothingIsKeptOfFilesThatAreClosed() throws IOException {
		Map<?, ?> table = (Map<?, ?>) Objects.requireNonNull(System.getProperties().get("dev.latchkey.channels"));
		int before = table.size();
		Opening opening = this.locks.open(this.file);
		assertThat(table).hasSize(before + 1);
		opening.close();
		opening.close();
		assertThat(table).hasSize(before);
		assertThat(opening.channel().isOpen()).isFalse();
	}

	/** The content stays readable where a locked byte cannot be read. */
	@Test
	void noByteOfTheContentIsLocked() throws IOException {
		try (Opening opening = this.locks.open(this.file)) {
			assertThat(opening.tryLock(false)).isTrue();
			assertThat(opening.channel().tryLock(0, Long.MAX_VALUE >> 1, false)).isNotNull();
			assertThat(opening.channel().size()).isEqualTo(7);
		}
	}

}
