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

/**
 * A kind of filesystem, as far as locks are concerned.
 *
 * @param name what people call it
 * @param local whether it is known that only this machine's kernel decides about its
 * locks
 * @param mappable whether a store into a mapped file needs no space, once that part of
 * the file was written
 */
public record FileSystemType(String name, boolean local, boolean mappable) {

	/**
	 * The system did not tell.
	 */
	public static final FileSystemType UNREADABLE = new FileSystemType("unreadable", false);

	/**
	 * Creates a kind of filesystem whose files are not mapped.
	 * @param name what people call it
	 * @param local whether its locks are this machine's
	 */
	public FileSystemType(String name, boolean local) {
		this(name, local, false);
	}

}
