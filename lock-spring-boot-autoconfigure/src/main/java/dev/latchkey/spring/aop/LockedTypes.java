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
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.core.DecoratingProxy;
import org.springframework.util.ReflectionUtils;

/**
 * The locked methods of classes of beans. Each class is searched for annotations once.
 */
final class LockedTypes {

	private final Map<Class<?>, Boolean> candidates = new ConcurrentHashMap<>();

	/**
	 * Returns whether a class may have locked methods.
	 * @param beanClass the class
	 * @return false if it certainly has none
	 */
	boolean mayBeLocked(Class<?> beanClass) {
		return this.candidates.computeIfAbsent(beanClass, LockAnnotations::isCandidate);
	}

	/**
	 * Returns the methods that have a lock: those of the class, or of the interfaces of a
	 * JDK proxy.
	 * @param beanClass the class
	 * @return the methods, possibly none
	 */
	List<Method> lockedMethods(Class<?> beanClass) {
		List<Method> methods = new ArrayList<>();
		if (!mayBeLocked(beanClass)) {
			return methods;
		}
		if (beanClass.isInterface()) {
			methods.addAll(List.of(beanClass.getMethods()));
		}
		else if (Proxy.isProxyClass(beanClass)) {
			for (Class<?> type : beanClass.getInterfaces()) {
				if (!isOfProxies(type)) {
					methods.addAll(List.of(type.getMethods()));
				}
			}
		}
		else {
			ReflectionUtils.doWithMethods(beanClass, methods::add,
					(method) -> method.getDeclaringClass() != Object.class);
		}
		methods.removeIf((method) -> method.isSynthetic() || LockAnnotations.find(method, beanClass).isEmpty());
		return methods;
	}

	private static boolean isOfProxies(Class<?> type) {
		return type == Advised.class || type == DecoratingProxy.class || SpringProxy.class.isAssignableFrom(type);
	}

}
