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
