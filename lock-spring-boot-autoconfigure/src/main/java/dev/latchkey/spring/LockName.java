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

package dev.latchkey.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import dev.latchkey.internal.lockfile.LockFileNames;
import dev.latchkey.internal.lockfile.NameCase;
import dev.latchkey.internal.named.NamedLocks;

/**
 * The name of a lock, and the key that distinguishes locks of that name.
 *
 * @param name the name, not blank
 * @param key the key, or {@code null} if the name is all there is
 * @since 0.1
 */
public record LockName(String name, @Nullable String key) implements LockRef {

	/**
	 * Checks the name.
	 * @throws IllegalArgumentException if the name is blank
	 */
	public LockName {
		Assert.hasText(name, "A lock needs a name");
	}

	/**
	 * Returns the lock of a part of this one, such as a tenant. Different parts and
	 * different keys give different locks.
	 * @param part the part
	 * @return the name with the key {@code <part>/<key>}, or {@code <part>} if there was
	 * no key. Within the part, {@code %} and {@code /} are escaped
	 */
	LockName within(String part) {
		String escaped = part.replace("%", "%25").replace("/", "%2F");
		return new LockName(this.name, (this.key != null) ? escaped + "/" + this.key : escaped);
	}

	/**
	 * Returns the name of the lock's file where the case of names counts; elsewhere
	 * {@link LockDirectory#file} has another. Two different locks never have the same:
	 * both parts are escaped, so the dot between them is unlike any other.
	 * @return {@code <name>.flock} or {@code <name>.<key>.flock}, escaped; where that or
	 * the names beside it would be too long, a beginning of it and a digest of the whole
	 */
	public String fileName() {
		return fileName(NameCase.COUNTS);
	}

	String fileName(NameCase nameCase) {
		return LockFileNames.of(this.name, this.key, nameCase) + NamedLocks.SUFFIX;
	}

	/**
	 * Returns one text for name and key. Two different locks never have the same.
	 * @return the {@link #fileName()} without its end, of letters, digits and
	 * {@code _-.%~}
	 */
	public String unique() {
		return LockFileNames.of(this.name, this.key);
	}

	@Override
	public String toString() {
		return (this.key != null) ? this.name + "[" + this.key + "]" : this.name;
	}

}
