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

package dev.latchkey.cli;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.latchkey.internal.spawn.SpawnedProcess;

/**
 * The signals that ask this process to end. Until the command is started they end the
 * wait for the lock; from then on they are the command's. A signal comes either before
 * the start, which then does not happen, or after it: both exclude each other.
 *
 * <p>
 * A terminal sends an interrupt to all processes in its foreground, so the command has
 * got it already if this process is there. Signals that this process was started to
 * ignore stay ignored.
 */
final class ForwardedSignals {

	private static final String INTERRUPT = "INT";

	private static final List<String> NAMES = List.of("TERM", "HUP", INTERRUPT);

	/** Where the group of this process, and the terminal's, are behind its name. */
	private static final int GROUP = 2;

	private static final int FOREGROUND = 5;

	private final Thread waiting;

	private int first;

	private @Nullable SpawnedProcess child;

	private ForwardedSignals(Thread waiting) {
		this.waiting = waiting;
	}

	/**
	 * Handles the signals from now on.
	 * @param waiting the thread that waits for the lock, which a signal interrupts
	 * @return the signals
	 */
	static ForwardedSignals to(Thread waiting) {
		ForwardedSignals signals = new ForwardedSignals(waiting);
		NAMES.forEach(signals::handle);
		return signals;
	}

	/**
	 * The compiler warns of the JDK's class for signals in a way that cannot be
	 * suppressed, so it is found when it is needed.
	 */
	private void handle(String name) {
		try {
			Class<?> type = Class.forName("sun.misc.Signal");
			Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
			Object signal = type.getConstructor(String.class).newInstance(name);
			int number = (int) type.getMethod("getNumber").invoke(signal);
			InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
				case "handle" -> {
					received(name, number);
					yield null;
				}
				case "hashCode" -> number;
				case "equals" -> proxy == arguments[0];
				default -> name;
			};
			type.getMethod("handle", type, handlerType)
				.invoke(null, signal,
						Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] { handlerType }, handler));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("The signal " + name + " cannot be handled in this JVM", ex);
		}
	}

	private synchronized void received(String name, int number) {
		if (this.child == null) {
			this.first = (this.first != 0) ? this.first : number;
			this.waiting.interrupt();
		}
		else if (!name.equals(INTERRUPT) || !isInForeground()) {
			this.child.signal(number);
		}
	}

	private static boolean isInForeground() {
		try {
			String stat = Files.readString(Path.of("/proc/self/stat"));
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
			return fields[GROUP].equals(fields[FOREGROUND]);
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Starts the command, unless a signal has come.
	 * @param start starts it
	 * @return the command, or empty if a signal has come before
	 * @throws IOException if it cannot be started
	 */
	synchronized Optional<SpawnedProcess> start(Start start) throws IOException {
		if (this.first == 0) {
			this.child = start.start();
		}
		return Optional.ofNullable(this.child);
	}

	/**
	 * Returns the signal that came before the command was started.
	 * @return its number, 0 if there was none
	 */
	synchronized int first() {
		return this.first;
	}

	/**
	 * Starts the command.
	 */
	interface Start {

		SpawnedProcess start() throws IOException;

	}

}
