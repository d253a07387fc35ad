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

package dev.latchkey.internal.named;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativeBuffer;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * The file calls of a thread that breaks or sweeps locks. Each mark is reported before it
 * is written, and each removal before and after.
 */
final class RemoverCalls {

	private static final long MARK = 8;

	private final FileCalls real = Platforms.current().files();

	private final Map<Integer, Path> open = new ConcurrentHashMap<>();

	private final Observer observer;

	private long lookedAt;

	RemoverCalls(Observer observer) {
		this.observer = observer;
	}

	FileCalls calls() {
		return (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FileCalls.class },
				(proxy, method, arguments) -> call(method, arguments));
	}

	private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
		switch (method.getName()) {
			case "write" ->
				observe((int) arguments[0], (NativeBuffer) arguments[1], (int) arguments[2], (long) arguments[3]);
			case "unlink" -> {
				return unlink(((NativePath) arguments[0]).path(), method, arguments);
			}
			case "identity" -> this.lookedAt = System.nanoTime();
			default -> {
			}
		}
		Object result = real(method, arguments);
		if (method.getName().startsWith("open") && arguments[0] instanceof NativePath path
				&& result instanceof Integer descriptor && descriptor >= 0) {
			this.open.put(descriptor, path.path());
		}
		return result;
	}

	private void observe(int descriptor, NativeBuffer from, int length, long offset) {
		Path file = this.open.get(descriptor);
		if (file != null && length == Long.BYTES && offset == MARK) {
			long token = from.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
			if (token != 0) {
				this.observer.marks(file, token);
			}
		}
	}

	private @Nullable Object unlink(Path file, Method method, Object[] arguments) throws Throwable {
		this.observer.removes(file);
		Object result = real(method, arguments);
		this.observer.removed(file, System.nanoTime() - this.lookedAt);
		return result;
	}

	private @Nullable Object real(Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(this.real, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Receives marks and removals.
	 */
	interface Observer {

		/**
		 * A mark is about to be written.
		 * @param file the file
		 * @param token the token of the hold that is broken
		 */
		void marks(Path file, long token);

		/**
		 * A name is about to be removed.
		 * @param file the file
		 */
		default void removes(Path file) {
		}

		/**
		 * A name was removed.
		 * @param file the file
		 * @param nanos how long ago the name was seen to lead to the right file
		 */
		default void removed(Path file, long nanos) {
		}

	}

}
