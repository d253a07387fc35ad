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

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LatchkeyException;

/**
 * What this JVM knows about threads beyond Java 17.
 */
public final class Threads {

	private static final @Nullable MethodHandle IS_VIRTUAL = sinceJava21(() -> MethodHandles.publicLookup()
		.findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class)));

	private static final @Nullable MethodHandle START_VIRTUAL = sinceJava21(() -> MethodHandles.publicLookup()
		.findStatic(Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class)));

	private Threads() {
	}

	private static @Nullable MethodHandle sinceJava21(Callable<MethodHandle> handle) {
		try {
			// In Java 19 and 20 they are there and may not be used.
			return (Runtime.version().feature() >= 21) ? handle.call() : null;
		}
		catch (Exception ex) {
			throw new LinkageError("Java 21 and later have virtual threads", ex);
		}
	}

	/**
	 * Starts a thread.
	 * @param thread the thread
	 * @throws LatchkeyException if the system has no thread left
	 */
	public static void start(Thread thread) {
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			throw cannotBeStarted(thread.getName(), ex);
		}
	}

	/**
	 * Describes a thread that the system has refused.
	 * @param name the thread's name
	 * @param ex the refusal
	 * @return the exception
	 */
	public static LatchkeyException cannotBeStarted(String name, OutOfMemoryError ex) {
		return new LatchkeyException("The thread '" + name + "' cannot be started: " + ex.getMessage() + ".",
				"Raise the limits of threads and memory (ulimit -u, pids.max, kernel.threads-max), "
						+ "or look for threads that never end.",
				ex);
	}

	/**
	 * Starts a thread that will mostly wait: a virtual one where there are such, a daemon
	 * otherwise.
	 * @param name the thread's name, where it is not virtual
	 * @param task what it does
	 * @throws LatchkeyException if the system has no thread left
	 */
	public static void startWaiting(String name, Runnable task) {
		if (START_VIRTUAL == null) {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			start(thread);
			return;
		}
		try {
			START_VIRTUAL.invoke(task);
		}
		catch (OutOfMemoryError ex) {
			throw cannotBeStarted(name, ex);
		}
		catch (Throwable ex) {
			throw new LinkageError("Thread.startVirtualThread() cannot be called", ex);
		}
	}

	/**
	 * Returns whether the calling thread is a virtual one, which must not wait in a
	 * native call.
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
