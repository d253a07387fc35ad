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
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

import dev.latchkey.spring.LockRequest;

/**
 * What one annotation of a method asks for, checked and ready for each call.
 *
 * @param requests makes the request of a call
 * @param fallback what is called if the lock stayed busy, or {@code null}
 * @param condition which calls are locked, or {@code null} for all
 */
record LockOperation(Function<@Nullable Object[], LockRequest> requests, @Nullable FallbackMethod fallback,
		@Nullable LockConditionExpression condition) {

	boolean isInForce(@Nullable Object[] arguments) {
		return this.condition == null || this.condition.evaluate(arguments);
	}

	/**
	 * Describes a method in a message.
	 * @param method the method
	 * @return its class, name and parameter types
	 */
	static String describe(Method method) {
		return ClassUtils.getQualifiedMethodName(method);
	}

}
