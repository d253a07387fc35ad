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

package dev.latchkey.internal.acquire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * The system's file calls, with a list of those that were made.
 */
public final class CountedCalls {

	private final List<String> made = Collections.synchronizedList(new ArrayList<>());

	/**
	 * Returns a runtime whose file calls are these.
	 * @return the runtime
	 */
	public LockRuntime runtime() {
		return FaultyCalls.runtimeOf(calls(Platforms.current().files()));
	}

	private FileCalls calls(FileCalls real) {
		return (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FileCalls.class },
				(proxy, method, arguments) -> {
					boolean byPath = arguments != null && arguments[0] instanceof NativePath;
					this.made.add(method.getName() + (byPath ? " by path" : ""));
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	/**
	 * Returns the calls since this was asked last.
	 * @return their names in their order; those that get a path are marked
	 */
	public List<String> made() {
		synchronized (this.made) {
			List<String> calls = List.copyOf(this.made);
			this.made.clear();
			return calls;
		}
	}

}
