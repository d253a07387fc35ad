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

package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.nio.file.Path;

import org.springframework.util.StringUtils;

import dev.latchkey.spring.LockRef;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.annotation.PackLock;

/**
 * Reads {@link PackLock}.
 */
final class PackLockReader {

	private PackLockReader() {
	}

	static LockOperation read(PackLock annotation, AnnotationText text, Method method, Class<?> beanClass,
			BusyPolicy busy) {
		String value = text.resolve("pack", annotation.value());
		if (!StringUtils.hasText(value)) {
			throw new LockDefinitionException("The lock on " + LockOperation.describe(method) + " names no pack.",
					"Say which argument is the pack's directory, as in @PackLock(\"#pack\").", null);
		}
		LockPathExpression pack = LockPathExpression.parse("pack", value, method, beanClass, text.home());
		LockRequest request = new LockRequest(new LockRef.Pack(Path.of("")),
				text.duration("wait time", annotation.waitTime()),
				busy.effective(annotation.whenBusy(), annotation.fallback()), null, null,
				LockOperation.describe(method), annotation.releaseAfter(), null);
		return new LockOperation((arguments) -> request.ref(new LockRef.Pack(pack.evaluate(arguments))),
				busy.fallback(annotation.fallback()), text.condition(annotation.condition(), null, beanClass));
	}

}
