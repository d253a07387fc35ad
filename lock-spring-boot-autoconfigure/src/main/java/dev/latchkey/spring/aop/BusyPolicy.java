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
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Nullness;
import org.springframework.util.StringUtils;

import dev.latchkey.spring.annotation.WhenBusy;

/**
 * What becomes of a call whose lock stayed busy: checked, so that a busy lock is the last
 * thing to go wrong.
 */
final class BusyPolicy {

	private final AnnotationText text;

	private final Method method;

	private final Class<?> beanClass;

	private final WhenBusy standard;

	BusyPolicy(AnnotationText text, Method method, Class<?> beanClass, WhenBusy standard) {
		this.text = text;
		this.method = method;
		this.beanClass = beanClass;
		this.standard = standard;
	}

	/**
	 * Finds out what an annotation says.
	 * @param whenBusy what it says
	 * @param fallback the method that it names, or blank
	 * @return what it means
	 * @throws LockDefinitionException if that cannot be done with the method
	 */
	WhenBusy effective(WhenBusy whenBusy, String fallback) {
		boolean named = StringUtils.hasText(fallback);
		if (named && (whenBusy == WhenBusy.DEFAULT || whenBusy == WhenBusy.FALLBACK)) {
			return WhenBusy.FALLBACK;
		}
		if (named) {
			throw this.text.refused("The whenBusy of", "is " + whenBusy + ", so its fallback is never called",
					"Leave one of both out.", null);
		}
		if (whenBusy == WhenBusy.FALLBACK) {
			throw this.text.refused("The whenBusy of", "is FALLBACK, but there is no fallback",
					"Name the method, as in fallback = \"later\".", null);
		}
		WhenBusy effective = (whenBusy != WhenBusy.DEFAULT) ? whenBusy : this.standard;
		if (effective == WhenBusy.SKIP) {
			requireSkippable();
		}
		return effective;
	}

	@Nullable FallbackMethod fallback(String name) {
		return StringUtils.hasText(name) ? FallbackMethod.find(name, this.method, this.beanClass) : null;
	}

	private boolean canBeEmpty() {
		return switch (MethodShape.of(this.method, this.beanClass)) {
			case STAGE, MONO, FLUX -> true;
			case PLAIN, REQUEST -> false;
		};
	}

	private void requireSkippable() {
		Class<?> type = this.method.getReturnType();
		if (type == void.class || type == Optional.class || canBeEmpty()) {
			return;
		}
		if (type.isPrimitive() || Nullness.forMethodReturnType(this.method) == Nullness.NON_NULL) {
			throw new LockDefinitionException(
					"The locked method " + LockOperation.describe(this.method)
							+ " must return a value, so it cannot be skipped when its lock is busy.",
					"Let it return void, Optional or something nullable, or choose another whenBusy.", null);
		}
	}

}
