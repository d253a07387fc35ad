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

package dev.latchkey.spring.aop;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.latchkey.InPackageOfSpring;

import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which classes are looked through for locks.
 */
class LockAnnotationsTests {

	@Test
	void aClassWithoutLocksIsNotLookedThrough() {
		assertThat(LockAnnotations.isCandidate(Plain.class)).isFalse();
		assertThat(LockAnnotations.isCandidate(String.class)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { OnMethod.class, OnType.class, Composed.class, Repeated.class, Pack.class, Inherits.class,
			Implements.class, ImplementsFurtherUp.class, FurtherUp.class })
	void aLockAnywhereInTheHierarchyIsFound(Class<?> type) {
		assertThat(LockAnnotations.isCandidate(type)).isTrue();
	}

	/** It is in a directory; Spring is in jars. */
	@Test
	void aLockOfTheApplicationIsFoundInAPackageOfSpring() {
		assertThat(LockAnnotations.isCandidate(InPackageOfSpring.class)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "Spring Boot AutoConfigure, false", "spring-context, false", "shop, true" })
	void aClassInAPackageAndAJarOfSpringIsNotRead(String title, boolean read, @TempDir Path directory)
			throws IOException, ClassNotFoundException {
		try (URLClassLoader loader = inJar(InPackageOfSpring.class, title, directory)) {
			Class<?> type = loader.loadClass(InPackageOfSpring.class.getName());
			assertThat(type.getClassLoader()).isSameAs(loader);
			assertThat(LockAnnotations.isCandidate(type)).isEqualTo(read);
		}
	}

	private static URLClassLoader inJar(Class<?> type, String title, Path directory) throws IOException {
		Path jar = directory.resolve("library.jar");
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_TITLE, title);
		String entry = type.getName().replace('.', '/') + ".class";
		try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar), manifest);
				InputStream source = Objects.requireNonNull(type.getClassLoader().getResourceAsStream(entry))) {
			output.putNextEntry(new ZipEntry(entry));
			source.transferTo(output);
		}
		return new URLClassLoader(new URL[] { jar.toUri().toURL() }, new WithoutClass(type));
	}

	/** Has all other classes. */
	private static final class WithoutClass extends ClassLoader {

		private final Class<?> missing;

		WithoutClass(Class<?> missing) {
			super(missing.getClassLoader());
			this.missing = missing;
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.equals(this.missing.getName())) {
				throw new ClassNotFoundException(name);
			}
			return super.loadClass(name, resolve);
		}

	}

	static class Plain implements Comparable<Plain> {

		@Deprecated
		void work() {
		}

		@Override
		public int compareTo(Plain other) {
			return 0;
		}

	}

	static class OnMethod {

		@HeldFileLock("job")
		void work() {
		}

	}

	@HeldFileLock("job")
	static class OnType {

	}

	static class Composed {

		@Nightly
		void work() {
		}

	}

	@HeldFileLock("nightly")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Nightly {

	}

	static class Repeated {

		@HeldFileLock("one")
		@HeldFileLock("two")
		void work() {
		}

	}

	static class Pack {

		@PackLock("#p0")
		void work(String pack) {
		}

	}

	static class Inherits extends OnMethod {

		@Override
		void work() {
		}

	}

	interface Job {

		@HeldFileLock("job")
		void work();

	}

	static class Implements implements Job {

		@Override
		public void work() {
		}

	}

	interface SpecialJob extends Job {

	}

	static class ImplementsFurtherUp implements SpecialJob {

		@Override
		public void work() {
		}

	}

	static class FurtherUp extends ImplementsFurtherUp {

	}

}
