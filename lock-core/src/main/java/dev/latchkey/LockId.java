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

package dev.latchkey;

import java.nio.file.Path;

/**
 * Which lock: its kind, the name that people use for it, and the file that the kernel
 * knows it by.
 *
 * @param type the lock type
 * @param name the name that people use: a claim's key, or the file's name, or the key in
 * a registry
 * @param path the file that is locked, absolute; for a {@link LockType#REGISTRY} lock,
 * which has no file, the key again
 * @since 0.1
 */
public record LockId(LockType type, String name, Path path) {

	@Override
	public String toString() {
		String named = this.type.label() + " lock '" + this.name + "'";
		return (this.type != LockType.REGISTRY) ? named + " (" + this.path + ")" : named;
	}

}
