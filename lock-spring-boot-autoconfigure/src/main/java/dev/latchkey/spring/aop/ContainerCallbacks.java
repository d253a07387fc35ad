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
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * The methods that the container calls on the bean itself, without a proxy: those that
 * initialize it, inject something into it or destroy it.
 */
final class ContainerCallbacks {

	private static final List<String> ANNOTATIONS = List.of("jakarta.annotation.PostConstruct",
			"jakarta.annotation.PreDestroy", "jakarta.annotation.Resource", "jakarta.inject.Inject",
			"org.springframework.beans.factory.annotation.Autowired",
			"org.springframework.beans.factory.annotation.Value");

	private ContainerCallbacks() {
	}

	/**
	 * Returns whether a method is a callback of each bean of a class.
	 * @param method the method
	 * @param beanClass the class
	 * @return whether it is a callback
	 */
	static boolean isCallback(Method method, Class<?> beanClass) {
		return isAnnotated(method) || Arrays.stream(ClassUtils.getAllInterfacesForClass(beanClass))
			.anyMatch((type) -> isOfCallbacks(type)
					&& ClassUtils.hasMethod(type, method.getName(), method.getParameterTypes()));
	}

	private static boolean isAnnotated(Method method) {
		MergedAnnotations annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY);
		return ANNOTATIONS.stream().anyMatch(annotations::isPresent);
	}

	private static boolean isOfCallbacks(Class<?> type) {
		return type == InitializingBean.class || type == DisposableBean.class
				|| List.of(type.getInterfaces()).contains(Aware.class);
	}

	/**
	 * Returns whether a definition makes a method a callback of its bean. Of the methods
	 * with the name, the container calls the one without arguments.
	 * @param method the method
	 * @param beanClass the class of the bean
	 * @param definition the definition
	 * @return whether it is a callback
	 */
	static boolean isCallback(Method method, Class<?> beanClass, AbstractBeanDefinition definition) {
		return isInitMethod(method, definition)
				|| (!definition.isPrototype() && isDestroyMethod(method, beanClass, definition));
	}

	private static boolean isInitMethod(Method method, AbstractBeanDefinition definition) {
		return method.getParameterCount() == 0 && names(definition.getInitMethodNames()).contains(method.getName());
	}

	private static boolean isDestroyMethod(Method method, Class<?> beanClass, AbstractBeanDefinition definition) {
		List<String> names = names(definition.getDestroyMethodNames());
		boolean asked = names.contains(AbstractBeanDefinition.INFER_METHOD);
		if (asked || definition.getDestroyMethodNames() == null) {
			return isInferredDestroyMethod(method, beanClass, asked);
		}
		return names.contains(method.getName())
				&& (method.getParameterCount() == 0 || isTakenForFlag(method, beanClass));
	}

	/** Where there is no method without arguments, one with a flag is called. */
	private static boolean isTakenForFlag(Method method, Class<?> beanClass) {
		return Arrays.equals(method.getParameterTypes(), new Class<?>[] { boolean.class })
				&& BeanUtils.findMethod(beanClass, method.getName()) == null;
	}

	private static boolean isInferredDestroyMethod(Method method, Class<?> beanClass, boolean asked) {
		return !DisposableBean.class.isAssignableFrom(beanClass) && method.getParameterCount() == 0
				&& Modifier.isPublic(method.getModifiers())
				&& inferredDestroyMethods(beanClass, asked).contains(method.getName());
	}

	private static List<String> names(String @Nullable [] names) {
		return (names != null) ? List.of(names) : List.of();
	}

	private static List<String> inferredDestroyMethods(Class<?> beanClass, boolean asked) {
		if (ExecutorService.class.isAssignableFrom(beanClass)) {
			return List.of("close", "shutdown");
		}
		if (AutoCloseable.class.isAssignableFrom(beanClass) || (asked && ClassUtils.hasMethod(beanClass, "close"))) {
			return List.of("close");
		}
		return asked ? List.of("shutdown") : List.of();
	}

}
