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

import java.nio.file.Path;

/**
 * A path, encoded once for the system.
 */
public final class NativePath {

	private final Path path;

	private final NativeBuffer encoded;

	private NativePath(Path path, NativeBuffer encoded) {
		this.path = path;
		this.encoded = encoded;
	}

	/**
	 * Encodes a path.
	 * @param path the path
	 * @return the encoded path
	 */
	public static NativePath of(Path path) {
		return new NativePath(path, NativeStrings.of(NativeStrings.bytes(path)));
	}

	/**
	 * Returns the path.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Returns where the system finds the path's bytes, ended by a zero.
	 * @return the address
	 */
	public long address() {
		return this.encoded.address();
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
