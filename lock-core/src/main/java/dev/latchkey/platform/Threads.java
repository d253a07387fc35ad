package dev.latchkey.platform;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

import org.jspecify.annotations.Nullable;

/**
 * What this JVM knows about threads beyond Java 17.
 */
public final class Threads {

	private static final @Nullable MethodHandle IS_VIRTUAL = find();

	private Threads() {
	}

	private static @Nullable MethodHandle find() {
		try {
			return MethodHandles.publicLookup()
				.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
		}
		catch (ReflectiveOperationException ex) {
			// Before Java 21 there are no virtual threads.
			return null;
		}
	}

	/**
	 * Tell whether the calling thread is a virtual one, which must not wait in a native
	 * call.
	 * @return whether it is virtual
	 */
	public static boolean isCurrentVirtual() {
		if (IS_VIRTUAL == null) {
			return false;
		}
		try {
			return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
		}
		catch (Throwable ex) {
			throw new LinkageError("Thread.isVirtual() cannot be called", ex);
		}
	}

}
