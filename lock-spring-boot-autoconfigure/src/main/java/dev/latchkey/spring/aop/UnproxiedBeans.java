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
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds beans that have been created with a locked method, and without the advice that
 * takes its lock.
 */
final class UnproxiedBeans {

	private static final String TEST_OVERRIDES = "org.springframework.test.context.bean.override"
			+ ".internalBeanOverrideRegistry";

	private final LockedTypes types;

	UnproxiedBeans(LockedTypes types) {
		this.types = types;
	}

	/**
	 * Looks at all singletons that a context has created. It creates none.
	 * @param beanFactory the bean factory of the context
	 * @param reason why a bean may have no proxy, as the end of a sentence
	 * @param remedy what to do about it
	 * @throws LockDefinitionException if a locked method has no proxy
	 */
	void refuse(ConfigurableListableBeanFactory beanFactory, String reason, String remedy) {
		for (String name : beanFactory.getSingletonNames()) {
			Object bean = beanFactory.getSingleton(name);
			if (bean == null) {
				continue;
			}
			Class<?> unadvised = unadvisedClass(bean);
			if (unadvised == null || isWrapped(unadvised, name, beanFactory)) {
				continue;
			}
			List<Method> locked = this.types.lockedMethods(unadvised);
			if (!locked.isEmpty() && !isOfTest(bean, name, beanFactory)) {
				throw new LockDefinitionException("The bean '" + name + "' has no proxy that takes the lock on "
						+ LockOperation.describe(locked.get(0)) + ": " + reason + ".", remedy, null);
			}
		}
	}

	/** The class of the object that is called without the advice, if there is one. */
	private static @Nullable Class<?> unadvisedClass(Object bean) {
		Object current = bean;
		while (current instanceof Advised advised) {
			if (Arrays.stream(advised.getAdvisors()).anyMatch(HeldFileLockAdvisor.class::isInstance)) {
				return null;
			}
			current = AopProxyUtils.getSingletonTarget(current);
		}
		return (current != null) ? ClassUtils.getUserClass(current) : null;
	}

	/**
	 * What is behind another proxy cannot be seen. {@link LockedMethodsCheck} has seen
	 * it.
	 */
	private static boolean isWrapped(Class<?> type, String name, ConfigurableListableBeanFactory beanFactory) {
		return Proxy.isProxyClass(type) && beanFactory.containsBeanDefinition(name);
	}

	/**
	 * A test may replace a bean by any object. Spring then registers an instance in place
	 * of the definition, and does not mark it.
	 */
	private static boolean isOfTest(Object bean, String name, ConfigurableListableBeanFactory beanFactory) {
		return isMock(bean)
				|| (beanFactory.containsSingleton(TEST_OVERRIDES) && beanFactory.containsBeanDefinition(name));
	}

	/** Mockito's inline mocks have the class that they mock. */
	private static boolean isMock(Object bean) {
		ClassLoader loader = bean.getClass().getClassLoader();
		if (!ClassUtils.isPresent("org.mockito.Mockito", loader)) {
			return false;
		}
		try {
			Class<?> mockito = ClassUtils.forName("org.mockito.Mockito", loader);
			Object details = mockito.getMethod("mockingDetails", Object.class).invoke(null, bean);
			Class<?> type = ClassUtils.forName("org.mockito.MockingDetails", loader);
			return Boolean.TRUE.equals(type.getMethod("isMock").invoke(details));
		}
		catch (ReflectiveOperationException ex) {
			ReflectionUtils.handleReflectionException(ex);
			return false;
		}
	}

}
