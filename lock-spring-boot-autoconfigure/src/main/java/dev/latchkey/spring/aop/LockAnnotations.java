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

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;

/**
 * Finds the annotations that apply to a method of a bean, wherever they are written. Each
 * kind is looked for on its own.
 *
 * @param heldFiles the held file locks, in the order in which they are written
 * @param packs the packs
 */
record LockAnnotations(List<HeldFileLock> heldFiles, List<PackLock> packs) {

	private static final List<Class<? extends Annotation>> KINDS = List.of(HeldFileLock.class, PackLock.class);

	private static final List<String> SPRING = List.of("org.springframework.aop.", "org.springframework.beans.",
			"org.springframework.boot.", "org.springframework.context.", "org.springframework.core.");

	/**
	 * Returns whether a class may have locked methods.
	 * @param beanClass the class
	 * @return false if it certainly has none
	 */
	static boolean isCandidate(Class<?> beanClass) {
		for (Class<?> type = beanClass; type != null; type = type.getSuperclass()) {
			if (isMarked(type)) {
				return true;
			}
			for (Class<?> each : type.getInterfaces()) {
				if (isCandidate(each)) {
					return true;
				}
			}
		}
		return false;
	}

	/** Most beans have no lock: each annotation is looked at once, not once a method. */
	private static boolean isMarked(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, KINDS) || isOfSpring(type)) {
			return false;
		}
		if (isMarked((AnnotatedElement) type)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (isMarked((AnnotatedElement) method)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Reading their annotations would take most of the time that locks cost a small
	 * application. What others have put into packages of Spring is read: it is in a
	 * directory, or in a jar of another title.
	 */
	private static boolean isOfSpring(Class<?> type) {
		String name = type.getName();
		if (!name.startsWith("org.springframework.") || SPRING.stream().noneMatch(name::startsWith)) {
			return false;
		}
		String title = type.getPackage().getImplementationTitle();
		return title != null && title.regionMatches(true, 0, "spring", 0, 6);
	}

	private static boolean isMarked(AnnotatedElement element) {
		if (element.getDeclaredAnnotations().length == 0) {
			return false;
		}
		MergedAnnotations annotations = MergedAnnotations.from(element);
		return annotations.isPresent(HeldFileLock.class) || annotations.isPresent(PackLock.class);
	}

	/**
	 * Finds the annotations of a method, or else of the bean's class.
	 * @param method the method, possibly of an interface
	 * @param beanClass the class of the bean
	 * @return the annotations, possibly none
	 */
	static LockAnnotations find(Method method, Class<?> beanClass) {
		return new LockAnnotations(find(HeldFileLock.class, method, beanClass),
				find(PackLock.class, method, beanClass));
	}

	/**
	 * Finds the annotations of a method itself, or of what it overrides.
	 * @param method the method, possibly of an interface
	 * @param beanClass the class of the bean
	 * @return the annotations, possibly none
	 */
	static LockAnnotations onMethod(Method method, Class<?> beanClass) {
		Method specific = mostSpecific(method, beanClass);
		return new LockAnnotations(on(specific, HeldFileLock.class), on(specific, PackLock.class));
	}

	/**
	 * Finds the annotations of a type itself.
	 * @param type the type
	 * @return the annotations, possibly none
	 */
	static LockAnnotations onType(Class<?> type) {
		return new LockAnnotations(on(type, HeldFileLock.class), on(type, PackLock.class));
	}

	/**
	 * Finds the method that users have written: that of the bean's class, or where the
	 * bean is a JDK proxy, whose own methods know neither the names of arguments nor what
	 * may be {@code null}, that of its nearest interface.
	 * @param method the method, possibly of an interface
	 * @param beanClass the class of the bean
	 * @return the method
	 */
	static Method mostSpecific(Method method, Class<?> beanClass) {
		if (!Proxy.isProxyClass(beanClass)) {
			return AopUtils.getMostSpecificMethod(method, beanClass);
		}
		Method nearest = method;
		for (Class<?> type : beanClass.getInterfaces()) {
			Method declared = ClassUtils.getMethodIfAvailable(type, method.getName(), method.getParameterTypes());
			if (declared != null && isNearer(declared, nearest)) {
				nearest = declared;
			}
		}
		return BridgeMethodResolver.findBridgedMethod(nearest);
	}

	private static boolean isNearer(Method declared, Method nearest) {
		return Proxy.isProxyClass(nearest.getDeclaringClass())
				|| nearest.getDeclaringClass().isAssignableFrom(declared.getDeclaringClass());
	}

	boolean isEmpty() {
		return this.heldFiles.isEmpty() && this.packs.isEmpty();
	}

	private static <A extends Annotation> List<A> find(Class<A> type, Method method, Class<?> beanClass) {
		List<A> onMethod = on(mostSpecific(method, beanClass), type);
		if (!onMethod.isEmpty() || !canInherit(method)) {
			return onMethod;
		}
		return on(ClassUtils.getUserClass(beanClass), type);
	}

	/** Whether an annotation of the type stands for this method too. */
	private static boolean canInherit(Method method) {
		return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !method.isSynthetic() && !ReflectionUtils.isObjectMethod(method);
	}

	/** What is nearest hides what is written further up. */
	private static <A extends Annotation> List<A> on(AnnotatedElement element, Class<A> type) {
		List<MergedAnnotation<A>> all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(type)
			.toList();
		int nearest = all.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().orElse(0);
		return all.stream()
			.filter((annotation) -> annotation.getAggregateIndex() == nearest)
			.map(MergedAnnotation::synthesize)
			.toList();
	}

}
