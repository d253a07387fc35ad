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
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.latchkey.LockListener;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.platform.SpawnCalls;
import dev.latchkey.internal.platform.WakeCalls;
import dev.latchkey.internal.platform.WatchCalls;
import dev.latchkey.internal.platforms.Platforms;

/**
 * The system's calls, of which one throws an Error, as for want of memory or stack.
 */
public final class ThrowingCalls {

	/** Nobody could close what these have opened and not told. */
	private static final Set<String> OPENING = Set.of("open", "openToLook", "create", "createNameless", "duplicate");

	private final AtomicInteger calls = new AtomicInteger();

	private final boolean afterwards;

	private volatile int number;

	/**
	 * Create calls that do not throw yet.
	 * @param afterwards whether what throws has been done, instead of not
	 */
	public ThrowingCalls(boolean afterwards) {
		this.afterwards = afterwards;
	}

	/**
	 * From now on, let one call throw.
	 * @param number which one, from 1; 0 for none
	 */
	public void throwAt(int number) {
		this.calls.set(0);
		this.number = number;
	}

	/** Tell whether that call came. */
	public boolean hasThrown() {
		return this.calls.get() >= this.number;
	}

	public LockRuntime runtime(LockListener listener) {
		Platform real = Platforms.current();
		Platform throwing = new Platform(proxy(FileCalls.class, real.files()),
				proxy(ProcessCalls.class, real.processes()), proxy(WakeCalls.class, real.wakes()),
				proxy(WatchCalls.class, real.watches()), proxy(SpawnCalls.class, real.spawns()), real.traits());
		return LockRuntime.builder(throwing).listeners(List.of(listener)).build();
	}

	private <T> T proxy(Class<T> type, T real) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call(method, real, arguments)));
	}

	private Object call(Method method, Object real, Object[] arguments) throws Throwable {
		boolean throwing = isConcerned(method) && this.calls.incrementAndGet() == this.number;
		if (throwing && !this.afterwards && !method.getName().equals("close")) {
			throw new OutOfMemoryError(method.getName());
		}
		Object result;
		try {
			result = method.invoke(real, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
		if (throwing) {
			throw new OutOfMemoryError("after " + method.getName());
		}
		return result;
	}

	private boolean isConcerned(Method method) {
		return method.getDeclaringClass() != Object.class && !(this.afterwards && OPENING.contains(method.getName()));
	}

}
