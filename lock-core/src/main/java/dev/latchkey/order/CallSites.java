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

package dev.latchkey.order;

import java.util.List;

import dev.latchkey.LockCaller;

/**
 * Reads from a stack trace the code that asked for a lock.
 */
final class CallSites {

	private static final List<String> OURS = List.of("dev.latchkey.internal.", "dev.latchkey.order.",
			"dev.latchkey.spring.", LockCaller.class.getName());

	private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.");

	private static final StackTraceElement NOWHERE = new StackTraceElement("?", "?", null, -1);

	private CallSites() {
	}

	/** The code that called this library. */
	static StackTraceElement innermost(Throwable trace) {
		StackTraceElement[] elements = trace.getStackTrace();
		for (StackTraceElement element : elements) {
			if (!begins(element, OURS) && !begins(element, PLATFORM)) {
				return element;
			}
		}
		return (elements.length > 0) ? elements[elements.length - 1] : NOWHERE;
	}

	/** The method that the thread, or its pool, called first; not how far it is. */
	static String outermost(Throwable trace) {
		StackTraceElement[] elements = trace.getStackTrace();
		for (int i = elements.length - 1; i >= 0; i--) {
			if (!begins(elements[i], PLATFORM)) {
				return elements[i].getClassName() + "." + elements[i].getMethodName();
			}
		}
		return "";
	}

	private static boolean begins(StackTraceElement element, List<String> packages) {
		return packages.stream().anyMatch(element.getClassName()::startsWith);
	}

}
