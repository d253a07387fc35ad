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

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Buffers of one size, for the time of a call. Making one costs more than many a system
 * call, and it burdens the garbage collector.
 *
 * <p>
 * A few are kept, each at a place that is found by the thread; who finds its place empty
 * makes a buffer. So there is nothing that belongs to a thread or would have to be
 * closed.
 */
public final class NativeBuffers {

	private static final int PLACES = 64;

	private final int size;

	private final AtomicReferenceArray<NativeBuffer> kept = new AtomicReferenceArray<>(PLACES);

	/**
	 * Keeps no buffers yet.
	 * @param size the size of each in bytes
	 */
	public NativeBuffers(int size) {
		this.size = size;
	}

	/**
	 * Takes a buffer, to be given back.
	 * @param size how many bytes are needed; if they are more than a buffer of these has,
	 * one is made that is not kept
	 * @return the buffer, with any bytes in it
	 */
	public NativeBuffer take(int size) {
		NativeBuffer buffer = (size <= this.size) ? this.kept.getAndSet(place(), null) : null;
		return (buffer != null) ? buffer : new NativeBuffer(Math.max(size, this.size));
	}

	/**
	 * Gives a buffer back.
	 * @param buffer the buffer, which the caller does not use any more
	 */
	public void give(NativeBuffer buffer) {
		if (buffer.size() == this.size) {
			this.kept.setRelease(place(), buffer);
		}
	}

	private static int place() {
		return (int) Thread.currentThread().getId() & (PLACES - 1);
	}

}
