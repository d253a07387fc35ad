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

package dev.latchkey.internal.parts;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A part that is made when it is used first.
 *
 * @param <T> the type of the part
 */
public final class Lazy<T> implements Supplier<T> {

	private final Supplier<? extends T> factory;

	private final Consumer<? super T> closing;

	private @Nullable T made;

	private Lazy(Supplier<? extends T> factory, Consumer<? super T> closing) {
		this.factory = factory;
		this.closing = closing;
	}

	/**
	 * Returns a part that is made later.
	 * @param <T> the type of the part
	 * @param factory makes it; asked again if it failed
	 * @param closing closes it, if it was made
	 * @return the part
	 */
	public static <T> Lazy<T> of(Supplier<? extends T> factory, Consumer<? super T> closing) {
		return new Lazy<>(factory, closing);
	}

	@Override
	public synchronized T get() {
		T known = this.made;
		if (known == null) {
			known = this.factory.get();
			this.made = known;
		}
		return known;
	}

	/**
	 * Closes the part, if it was made.
	 */
	synchronized void close() {
		if (this.made != null) {
			this.closing.accept(this.made);
		}
	}

}
