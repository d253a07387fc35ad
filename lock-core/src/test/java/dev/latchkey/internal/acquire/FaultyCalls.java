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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

import dev.latchkey.LockListener;
import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileSystemType;
import dev.latchkey.internal.platform.LockTable;
import dev.latchkey.internal.platform.Platform;
import dev.latchkey.internal.platform.ProcessCalls;
import dev.latchkey.internal.platform.WatchCalls;
import dev.latchkey.internal.platforms.Platforms;

/**
 * The system's file calls, of which some fail.
 */
public final class FaultyCalls {

	private final AtomicInteger calls = new AtomicInteger();

	private final Predicate<String> concerned;

	private final Errno errno;

	private volatile int first;

	private volatile int last;

	/**
	 * Create calls that do not fail yet.
	 * @param concerned the names of the methods that may fail
	 * @param errno how they fail
	 */
	public FaultyCalls(Predicate<String> concerned, Errno errno) {
		this.concerned = concerned;
		this.errno = errno;
	}

	/** From now on, let all fail. */
	public void failAlways() {
		failFrom(1, Integer.MAX_VALUE);
	}

	/** From now on, let only the one fail. */
	public void failOnce(int number) {
		failFrom(number, number);
	}

	/** From now on, let only the one fail, and the one after it. */
	public void failTwice(int number) {
		failFrom(number, number + 1);
	}

	/** From now on, let none fail. */
	public void work() {
		failFrom(0, 0);
	}

	private void failFrom(int first, int last) {
		this.calls.set(0);
		this.first = first;
		this.last = last;
	}

	/**
	 * Tell whether a call has failed since it was last said which.
	 */
	public boolean hasFailed() {
		return this.first > 0 && this.calls.get() >= this.first;
	}

	public LockRuntime runtime(LockListener listener) {
		Platform real = Platforms.current();
		Platform faulty = new Platform(calls(real.files()), real.processes(), real.wakes(), real.watches(),
				real.spawns(), real.traits());
		return LockRuntime.builder(faulty).listeners(List.of(listener)).build();
	}

	/**
	 * Return a runtime whose file calls are these.
	 * @param files the file calls
	 * @return the runtime
	 */
	public static LockRuntime runtimeOf(FileCalls files) {
		Platform real = Platforms.current();
		return LockRuntime
			.builder(new Platform(files, real.processes(), real.wakes(), real.watches(), real.spawns(), real.traits()))
			.build();
	}

	/**
	 * Return a runtime on a system whose table of locks shows nothing, as in a container
	 * that looks at the locks of another.
	 * @return the runtime
	 */
	public static LockRuntime runtimeWithoutLockTable() {
		return runtimeWithLockTable(() -> new LockTable(List.of()));
	}

	/**
	 * Return a runtime on a system with another table of locks.
	 * @param table what is read whenever somebody looks at the table
	 * @return the runtime
	 */
	public static LockRuntime runtimeWithLockTable(Supplier<LockTable> table) {
		Platform real = Platforms.current();
		ProcessCalls processes = (ProcessCalls) Proxy.newProxyInstance(FaultyCalls.class.getClassLoader(),
				new Class<?>[] { ProcessCalls.class },
				(proxy, method, arguments) -> method.getName().equals("lockTable") ? table.get()
						: method.invoke(real.processes(), arguments));
		return LockRuntime
			.builder(new Platform(real.files(), processes, real.wakes(), real.watches(), real.spawns(), real.traits()))
			.build();
	}

	/**
	 * Returns a runtime of a process that may have few files open.
	 * @param limit how many
	 * @return the runtime
	 */
	public static LockRuntime runtimeWithMostOpenFiles(long limit) {
		Platform real = Platforms.current();
		ProcessCalls processes = (ProcessCalls) Proxy.newProxyInstance(FaultyCalls.class.getClassLoader(),
				new Class<?>[] { ProcessCalls.class },
				(proxy, method, arguments) -> method.getName().equals("mostOpenFiles") ? (Object) limit
						: method.invoke(real.processes(), arguments));
		return LockRuntime
			.builder(new Platform(real.files(), processes, real.wakes(), real.watches(), real.spawns(), real.traits()))
			.build();
	}

	/**
	 * Returns a runtime on a system where all processes are stopped.
	 * @return the runtime
	 */
	public static LockRuntime runtimeAmongStopped() {
		Platform real = Platforms.current();
		ProcessCalls processes = (ProcessCalls) Proxy.newProxyInstance(FaultyCalls.class.getClassLoader(),
				new Class<?>[] { ProcessCalls.class },
				(proxy, method, arguments) -> method.getName().equals("isStopped") ? (Object) true
						: method.invoke(real.processes(), arguments));
		return LockRuntime
			.builder(new Platform(real.files(), processes, real.wakes(), real.watches(), real.spawns(), real.traits()))
			.build();
	}

	/**
	 * Return a runtime on a system where all processes are dying.
	 * @return the runtime
	 */
	public static LockRuntime runtimeAmongDying() {
		Platform real = Platforms.current();
		ProcessCalls processes = (ProcessCalls) Proxy.newProxyInstance(FaultyCalls.class.getClassLoader(),
				new Class<?>[] { ProcessCalls.class }, (proxy, method, arguments) -> method.getName().equals("isDying")
						? (Object) true : method.invoke(real.processes(), arguments));
		return LockRuntime
			.builder(new Platform(real.files(), processes, real.wakes(), real.watches(), real.spawns(), real.traits()))
			.build();
	}

	/**
	 * Return a runtime on a system that takes each filesystem for one of other machines,
	 * and may use it.
	 * @return the runtime
	 */
	public static LockRuntime runtimeOnRemoteFileSystem() {
		Platform real = Platforms.current();
		FileCalls remote = (FileCalls) Proxy.newProxyInstance(FaultyCalls.class.getClassLoader(),
				new Class<?>[] { FileCalls.class }, (proxy, method, arguments) -> method.getName().equals("fileSystem")
						? new FileSystemType("nfs", false) : method.invoke(real.files(), arguments));
		return LockRuntime
			.builder(new Platform(remote, real.processes(), real.wakes(), real.watches(), real.spawns(), real.traits()))
			.remoteFileSystemAllowed(true)
			.build();
	}

	/**
	 * Return a runtime on a system that has no watch left to give.
	 * @param listener who hears what happens
	 * @return the runtime
	 */
	public static LockRuntime runtimeWithoutWatches(LockListener listener) {
		Platform real = Platforms.current();
		WatchCalls none = (WatchCalls) Proxy.newProxyInstance(FaultyCalls.class.getClassLoader(),
				new Class<?>[] { WatchCalls.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					default -> Errno.EMFILE.result();
				});
		Platform faulty = new Platform(real.files(), real.processes(), real.wakes(), none, real.spawns(),
				real.traits());
		return LockRuntime.builder(faulty).listeners(List.of(listener)).build();
	}

	private FileCalls calls(FileCalls real) {
		return (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FileCalls.class },
				(proxy, method, arguments) -> {
					if (method.getReturnType() == int.class && this.concerned.test(method.getName())) {
						int number = this.calls.incrementAndGet();
						if (number >= this.first && number <= this.last) {
							return this.errno.result();
						}
					}
					try {
						return method.invoke(real, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
