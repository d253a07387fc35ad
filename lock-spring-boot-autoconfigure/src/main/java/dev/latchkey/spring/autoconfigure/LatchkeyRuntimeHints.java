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

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.ScheduledLock;

/**
 * What of Latchkey is found by name at run time: the native methods that JNA links, the
 * library that JNA unpacks to do so, services, and the annotation. What JNA needs of
 * itself is in the reachability metadata of JNA.
 */
final class LatchkeyRuntimeHints implements RuntimeHintsRegistrar {

	private static final String LINUX = "dev.latchkey.internal.platform.linux.";

	private static final String PORTABLE = "dev.latchkey.internal.platform.portable.";

	/** All classes with native methods. */
	static final List<String> MAPPINGS = List.of(LINUX + "LinuxLibc", LINUX + "LinuxSpawn", LINUX + "LinuxWatchLibc",
			PORTABLE + "PosixLibc", PORTABLE + "LibprocFileUsers$Functions",
			PORTABLE + "RestartManagerFileUsers$Functions");

	/** What a ServiceLoader of Micrometer's context propagation creates. */
	private static final String ACCESSOR = "dev.latchkey.order.TaskStackAccessor";

	private static final List<Class<?>> ANNOTATIONS = List.of(HeldFileLock.class, HeldFileLock.List.class,
			PackLock.class, PackLock.List.class, ScheduledLock.class);

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		for (String mapping : MAPPINGS) {
			TypeReference type = TypeReference.of(mapping);
			hints.reflection().registerType(type, MemberCategory.INVOKE_DECLARED_METHODS);
			hints.jni().registerType(type, MemberCategory.INVOKE_DECLARED_METHODS);
		}
		hints.reflection().registerType(TypeReference.of(ACCESSOR), MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
		for (Class<?> annotation : ANNOTATIONS) {
			hints.reflection().registerType(annotation, MemberCategory.INVOKE_PUBLIC_METHODS);
			// A composed annotation is read through a proxy.
			hints.proxies().registerJdkProxy(annotation);
		}
		hints.resources()
			.registerPattern("META-INF/services/io.micrometer.context.ThreadLocalAccessor")
			.registerPattern("com/sun/jna/linux-x86-64/libjnidispatch.so")
			.registerPattern("com/sun/jna/linux-aarch64/libjnidispatch.so")
			.registerPattern("com/sun/jna/darwin-x86-64/libjnidispatch.jnilib")
			.registerPattern("com/sun/jna/darwin-aarch64/libjnidispatch.jnilib")
			.registerPattern("com/sun/jna/win32-x86-64/jnidispatch.dll");
	}

}
