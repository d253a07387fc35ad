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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * Memory that both Java and the system can see. It lives as long as this object is
 * reachable.
 */
public final class NativeBuffer {

	private final ByteBuffer bytes;

	private long address;

	/**
	 * Allocate memory.
	 * @param size the size in bytes
	 */
	public NativeBuffer(int size) {
		this.bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
	}

	/**
	 * Returns the bytes, in the machine's order.
	 * @return the bytes, always the same object
	 */
	public ByteBuffer bytes() {
		return this.bytes;
	}

	/**
	 * Returns where the system finds the bytes. It is looked up when it is first asked
	 * for, so that bytes which no native call sees need nothing native.
	 * @return the address
	 */
	public long address() {
		if (this.address == 0) {
			this.address = Pointer.nativeValue(Native.getDirectBufferPointer(this.bytes));
		}
		return this.address;
	}

	/**
	 * Returns the size.
	 * @return the size in bytes
	 */
	public int size() {
		return this.bytes.capacity();
	}

}
