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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * What is called, on the same object, instead of a method whose lock stayed busy.
 */
final class FallbackMethod {

	private final Method method;

	private FallbackMethod(Method method) {
		this.method = method;
	}

	/**
	 * Finds a fallback.
	 * @param name its name
	 * @param locked the method that it stands in for
	 * @param beanClass the class of the bean
	 * @return the fallback
	 * @throws LockDefinitionException if there is none that can stand in
	 */
	static FallbackMethod find(String name, Method locked, Class<?> beanClass) {
		Method method = ReflectionUtils.findMethod(beanClass, name, locked.getParameterTypes());
		if (method == null || name.equals(locked.getName())) {
			throw refused(name, locked, (method == null) ? "does not exist with its parameters" : "is the same method");
		}
		Class<?> returned = locked.getReturnType();
		if (returned != void.class && !returned.isAssignableFrom(method.getReturnType())) {
			throw refused(name, locked, "returns " + method.getReturnType().getTypeName());
		}
		for (Class<?> thrown : method.getExceptionTypes()) {
			if (!isAllowed(thrown, locked)) {
				throw refused(name, locked, "throws " + thrown.getTypeName());
			}
		}
		ReflectionUtils.makeAccessible(method);
		return new FallbackMethod(method);
	}

	private static boolean isAllowed(Class<?> thrown, Method locked) {
		return RuntimeException.class.isAssignableFrom(thrown) || Error.class.isAssignableFrom(thrown)
				|| Arrays.stream(locked.getExceptionTypes()).anyMatch((declared) -> declared.isAssignableFrom(thrown));
	}

	private static LockDefinitionException refused(String name, Method locked, String problem) {
		return new LockDefinitionException(
				"The fallback '" + name + "' of the lock on " + LockOperation.describe(locked) + " " + problem + ".",
				"Name another method of the same class that has the same parameters, returns what the locked method "
						+ "may return, and throws no other checked exceptions.",
				null);
	}

	@Nullable Object call(MethodInvocation invocation) throws Throwable {
		try {
			return this.method.invoke(invocation.getThis(), invocation.getArguments());
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
