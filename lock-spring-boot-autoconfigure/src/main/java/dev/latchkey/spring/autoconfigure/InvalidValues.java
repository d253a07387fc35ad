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

package dev.latchkey.spring.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Blames a value that cannot be on its property.
 */
final class InvalidValues {

	private InvalidValues() {
	}

	static void require(boolean valid, String property, Object value, String reason) {
		if (!valid) {
			throw invalid(property, value, reason, null);
		}
	}

	@CanIgnoreReturnValue
	static Path requirePath(String property, String value) {
		try {
			return Path.of(value);
		}
		catch (InvalidPathException ex) {
			throw invalid(property, value, ex.getMessage(), ex);
		}
	}

	static <T> T blame(String property, Object value, Supplier<T> use) {
		try {
			return use.get();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(property, value, ex.getMessage(), ex);
		}
	}

	private static InvalidConfigurationPropertyValueException invalid(String property, Object value,
			@Nullable String reason, @Nullable Throwable cause) {
		return new InvalidConfigurationPropertyValueException("latchkey." + property, value, reason, cause);
	}

}
