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

package dev.latchkey.internal.platform;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import dev.latchkey.UnsupportedPlatformException;

/**
 * Files of a system without file locks: whatever is done with one fails, with the reason.
 */
final class RefusedFiles implements InvocationHandler {

	private static final Set<String> ABOUT_NO_FILE = Set.of("ownUser", "frames");

	private final Supplier<UnsupportedPlatformException> reason;

	private RefusedFiles(Supplier<UnsupportedPlatformException> reason) {
		this.reason = reason;
	}

	static FileCalls because(Supplier<UnsupportedPlatformException> reason) {
		return (FileCalls) Proxy.newProxyInstance(FileCalls.class.getClassLoader(), new Class<?>[] { FileCalls.class },
				new RefusedFiles(reason));
	}

	static boolean are(FileCalls files) {
		return Proxy.isProxyClass(files.getClass()) && Proxy.getInvocationHandler(files) instanceof RefusedFiles;
	}

	@Override
	public Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (ABOUT_NO_FILE.contains(method.getName())) {
			return 0;
		}
		if (method.getDeclaringClass() == FileCalls.class) {
			throw this.reason.get();
		}
		return method.invoke(this, arguments);
	}

}
