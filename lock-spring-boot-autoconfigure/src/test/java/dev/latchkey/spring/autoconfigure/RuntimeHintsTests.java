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

package dev.latchkey.spring.autoconfigure;

import java.lang.reflect.Method;
import java.util.Arrays;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import dev.latchkey.spring.annotation.HeldFileLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application finds by name that was processed ahead of time.
 */
class RuntimeHintsTests {

	private static final ClassLoader loader = RuntimeHintsTests.class.getClassLoader();

	@Test
	void allNativeMethodsAreKnownToReflectionAndToJni() throws Exception {
		RuntimeHints hints = ofLatchkey();
		assertThat(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages("dev.latchkey")
			.stream()
			.filter((type) -> type.getMethods()
				.stream()
				.anyMatch((method) -> method.getModifiers().contains(JavaModifier.NATIVE)))
			.map((type) -> type.getName())).containsExactlyInAnyOrderElementsOf(LatchkeyRuntimeHints.MAPPINGS);
		for (String mapping : LatchkeyRuntimeHints.MAPPINGS) {
			Class<?> type = Class.forName(mapping, false, loader);
			for (Method method : type.getDeclaredMethods()) {
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(hints);
			}
			assertThat(hints.jni().getTypeHint(type)).isNotNull();
		}
	}

	@Test
	void servicesAndTheLibraryAreResources() {
		RuntimeHints hints = ofLatchkey();
		for (String resource : new String[] { "META-INF/services/io.micrometer.context.ThreadLocalAccessor",
				"com/sun/jna/linux-x86-64/libjnidispatch.so", "com/sun/jna/linux-aarch64/libjnidispatch.so",
				"com/sun/jna/darwin-x86-64/libjnidispatch.jnilib", "com/sun/jna/darwin-aarch64/libjnidispatch.jnilib",
				"com/sun/jna/win32-x86-64/jnidispatch.dll" }) {
			assertThat(loader.getResource(resource)).as(resource).isNotNull();
			assertThat(RuntimeHintsPredicates.resource().forResource(resource)).as(resource).accepts(hints);
		}
	}

	@Test
	void theServiceCanBeCreated() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(TypeReference.of("dev.latchkey.order.TaskStackAccessor"))
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS)).accepts(ofLatchkey());
	}

	@Test
	void theAnnotationCanBeRead() {
		RuntimeHints hints = ofLatchkey();
		assertThat(Arrays.asList(HeldFileLock.class.getDeclaredMethods())).allSatisfy(
				(method) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(hints));
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(HeldFileLock.class)).accepts(hints);
	}

	@Test
	void expressionsReachTheArgumentsOfLockedMethods() throws Exception {
		RuntimeHints hints = ofBean(Locked.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Order.class.getMethod("getId")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(Order.class, "number")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Customer.class.getMethod("id")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Unlocked.class)).rejects(hints);
	}

	@Test
	void allMethodsOfALockedClassAreLocked() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Customer.class.getMethod("id")))
			.accepts(ofBean(LockedClass.class));
	}

	private static RuntimeHints ofLatchkey() {
		return ofBean(Object.class);
	}

	private static RuntimeHints ofBean(Class<?> type) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean(type);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(RuntimeHintsTests.class)), new InMemoryGeneratedFiles());
		ClassName unused = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	interface Customers {

		@HeldFileLock(value = "customer", key = "#customer.id()")
		void rebuild(Customer customer, int times);

	}

	public static class Locked implements Customers {

		@HeldFileLock(value = "order", key = "#order.id")
		public void ship(Order order, Order other) {
		}

		@Override
		public void rebuild(Customer customer, int times) {
		}

		public void other(Unlocked unlocked) {
		}

	}

	@HeldFileLock("all")
	public static class LockedClass {

		public void run(Customer customer) {
		}

	}

	public record Customer(String id) {

	}

	public static class Unlocked {

	}

	public static class Order {

		public final int number = 7;

		public String getId() {
			return "7";
		}

	}

}
