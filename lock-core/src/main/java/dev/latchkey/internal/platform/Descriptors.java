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

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of open files, for systems that have none of their own. Several numbers may
 * lead to one open file. Its monitor protects it.
 *
 * @param <F> an open file, which equals no other
 */
public final class Descriptors<F> {

	private static final int FIRST = 3;

	private final Map<Integer, F> files = new HashMap<>();

	private final Map<F, Integer> counts = new HashMap<>();

	private final BitSet taken = new BitSet();

	/**
	 * Gives an open file the lowest free number.
	 * @param file the open file
	 * @return the descriptor
	 */
	public int add(F file) {
		return add(file, FIRST);
	}

	/**
	 * Gives an open file the lowest free number that is not below a given one.
	 * @param file the open file
	 * @param lowest the lowest number wanted
	 * @return the descriptor
	 */
	public synchronized int add(F file, int lowest) {
		int descriptor = this.taken.nextClearBit(lowest);
		this.taken.set(descriptor);
		this.files.put(descriptor, file);
		this.counts.merge(file, 1, Integer::sum);
		return descriptor;
	}

	/**
	 * Returns the open file of a number.
	 * @param descriptor the descriptor
	 * @return the open file, or {@code null} if there is none
	 */
	public synchronized @Nullable F get(int descriptor) {
		return this.files.get(descriptor);
	}

	/**
	 * Frees a number.
	 * @param descriptor the descriptor
	 * @return the open file if no other number leads to it, or {@code null}
	 */
	public synchronized @Nullable F remove(int descriptor) {
		F file = this.files.remove(descriptor);
		if (file == null) {
			return null;
		}
		this.taken.clear(descriptor);
		boolean last = this.counts.merge(file, -1, (count, less) -> (count > 1) ? count + less : null) == null;
		return last ? file : null;
	}

	/**
	 * Returns all open files.
	 * @return a copy, each file once
	 */
	public synchronized Set<F> files() {
		return new HashSet<>(this.counts.keySet());
	}

}
