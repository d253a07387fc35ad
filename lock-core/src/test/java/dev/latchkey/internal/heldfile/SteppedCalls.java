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

package dev.latchkey.internal.heldfile;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.platform.Errno;
import dev.latchkey.internal.platform.FileCalls;
import dev.latchkey.internal.platform.FileStatus;
import dev.latchkey.internal.platform.NativePath;
import dev.latchkey.internal.platforms.Platforms;

/**
 * The file calls of one process, which await their turn, may be wrong in one way, and end
 * where the process dies.
 */
final class SteppedCalls {

	private static final Set<String> OPENING = Set.of("open", "openToLook", "create", "createNameless", "duplicate");

	/** What the other cannot notice, whenever it comes. */
	private static final Set<String> ALONE = Set.of("createNameless", "changePermissions", "fileSystem", "mayWrite",
			"makeDirectory", "list");

	private final FileCalls real = Platforms.current().files();

	private final Turns turns;

	private final Mutation mutation;

	private final Map<Integer, String> open = new LinkedHashMap<>();

	private int callsLeft = Integer.MAX_VALUE;

	SteppedCalls(Turns turns, Mutation mutation) {
		this.turns = turns;
		this.mutation = mutation;
	}

	FileCalls calls() {
		return (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FileCalls.class },
				(proxy, method, arguments) -> call(method, arguments));
	}

	/** Die before the call of a number. */
	void dieBefore(int number) {
		this.callsLeft = number;
	}

	boolean isDead() {
		return this.callsLeft < 0;
	}

	private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
		if (!ALONE.contains(method.getName())) {
			this.turns.take();
		}
		if (this.callsLeft != Integer.MAX_VALUE && --this.callsLeft < 0) {
			die();
			throw new Death();
		}
		Object result = switch (method.getName()) {
			case "lock" -> lock((int) arguments[0]);
			case "tryLock" -> tryLock((int) arguments[0]);
			case "identity" -> (arguments[0] instanceof NativePath path) ? identity(path, (FileStatus) arguments[1])
					: real(method, arguments);
			case "createNameless" -> createNameless((NativePath) arguments[0], (int) arguments[1]);
			case "link" -> link(method, arguments);
			default -> real(method, arguments);
		};
		if (OPENING.contains(method.getName()) && result instanceof Integer opened && opened >= 0) {
			this.open.put(opened, (arguments[0] instanceof NativePath path) ? path.toString() : "copy");
		}
		if (method.getName().equals("close")) {
			this.open.remove((int) arguments[0]);
		}
		return result;
	}

	/** The kernel closes what a dead process has open, the highest numbers first. */
	private void die() {
		this.open.keySet().stream().sorted((one, other) -> other - one).forEach(this.real::close);
		this.open.clear();
	}

	private int lock(int descriptor) {
		int result = tryLock(descriptor);
		while (Errno.EAGAIN.is(result)) {
			this.turns.pass();
			this.turns.take();
			result = tryLock(descriptor);
		}
		return result;
	}

	private int tryLock(int descriptor) {
		boolean isMutex = this.open.getOrDefault(descriptor, "").endsWith(".token");
		boolean isNamed = this.open.getOrDefault(descriptor, "").endsWith(".held");
		if ((isMutex && this.mutation == Mutation.NO_MUTEX) || (isNamed && this.mutation == Mutation.NO_FLOCK)) {
			return 0;
		}
		return this.real.tryLock(descriptor);
	}

	private int identity(NativePath path, FileStatus status) {
		if (this.mutation == Mutation.NO_RECHECK && path.toString().endsWith(".held")) {
			Integer latest = this.open.keySet()
				.stream()
				.filter((descriptor) -> path.toString().equals(this.open.get(descriptor)))
				.reduce((one, other) -> other)
				.orElse(null);
			if (latest != null) {
				return this.real.identity(latest, status);
			}
		}
		return this.real.identity(path, status);
	}

	private int createNameless(NativePath directory, int permissions) {
		if (this.mutation == Mutation.OPEN_AND_WRITE) {
			int named = this.real.create(NativePath.of(directory.path().resolve("job.held")), permissions);
			if (named >= 0) {
				return named;
			}
		}
		return this.real.createNameless(directory, permissions);
	}

	private @Nullable Object link(Method method, Object[] arguments) throws Throwable {
		NativePath path = (NativePath) arguments[1];
		if (!(arguments[0] instanceof Integer descriptor)) {
			return real(method, arguments);
		}
		int result = (this.mutation == Mutation.OPEN_AND_WRITE && isNamed(descriptor, path)) ? 0
				: this.real.link(descriptor, path);
		if (result == 0) {
			this.open.put(descriptor, path.toString());
		}
		return result;
	}

	private boolean isNamed(int descriptor, NativePath path) {
		FileStatus opened = new FileStatus();
		FileStatus named = new FileStatus();
		return this.real.identity(descriptor, opened) == 0 && this.real.identity(path, named) == 0
				&& opened.inode() == named.inode();
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
	 * What is left out of the protocol, to see that it is missed.
	 */
	enum Mutation {

		/** Nothing. */
		NONE,
		/** The name is not looked up again after locking. */
		NO_RECHECK,
		/** A file that has the name counts as locked by us, whoever has locked it. */
		NO_FLOCK,
		/** The file gets its name first, and then its lock and its content. */
		OPEN_AND_WRITE,
		/** The token file is no mutex. */
		NO_MUTEX

	}

	/**
	 * The process has died, and does nothing more.
	 */
	static final class Death extends Error {

		private static final long serialVersionUID = 1L;

	}

}
