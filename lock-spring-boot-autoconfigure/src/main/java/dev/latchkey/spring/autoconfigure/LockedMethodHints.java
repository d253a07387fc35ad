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

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Lets the expressions of lock annotations reach what they ask at run time: the public
 * methods and fields of the arguments of each locked method.
 */
final class LockedMethodHints implements BeanRegistrationAotProcessor {

	private static final String ANNOTATIONS = HeldFileLock.class.getPackageName();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Set<Class<?>> arguments = new LinkedHashSet<>();
		for (Method method : ReflectionUtils.getUniqueDeclaredMethods(ClassUtils.getUserClass(bean.getBeanClass()))) {
			if (isLocked(method)) {
				arguments.addAll(List.of(method.getParameterTypes()));
			}
		}
		arguments.removeIf(Class::isPrimitive);
		return arguments.isEmpty() ? null
				: (context, code) -> arguments.forEach((type) -> context.getRuntimeHints()
					.reflection()
					.registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS, MemberCategory.ACCESS_PUBLIC_FIELDS));
	}

	private static boolean isLocked(Method method) {
		return method.getDeclaringClass() != Object.class
				&& (isLockedBy(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)) || isLockedBy(
						MergedAnnotations.from(method.getDeclaringClass(), SearchStrategy.TYPE_HIERARCHY)));
	}

	private static boolean isLockedBy(MergedAnnotations annotations) {
		return annotations.stream()
			.map(MergedAnnotation::getType)
			.anyMatch((type) -> type.getPackageName().equals(ANNOTATIONS));
	}

}
