package dev.latchkey.spring.aop;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Finds the annotation that applies to a method of a bean, wherever it is written.
 */
final class LockAnnotations {

	private LockAnnotations() {
	}

	/**
	 * Find the annotation of a method, or else of the bean's class.
	 * @param method the method, possibly of an interface
	 * @param beanClass the class of the bean
	 * @return the annotation, or {@code null} if the method is not locked
	 */
	static @Nullable HeldFileLock find(Method method, Class<?> beanClass) {
		HeldFileLock onMethod = onMethod(method, beanClass);
		if (onMethod != null) {
			return onMethod;
		}
		return canInherit(method) ? on(ClassUtils.getUserClass(beanClass)) : null;
	}

	/**
	 * Find the annotation of a method itself, or of what it overrides.
	 * @param method the method, possibly of an interface
	 * @param beanClass the class of the bean
	 * @return the annotation, or {@code null} if there is none
	 */
	static @Nullable HeldFileLock onMethod(Method method, Class<?> beanClass) {
		return on(AopUtils.getMostSpecificMethod(method, beanClass));
	}

	/** Whether an annotation of the type stands for this method too. */
	private static boolean canInherit(Method method) {
		return !Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !method.isSynthetic() && !ReflectionUtils.isObjectMethod(method);
	}

	private static @Nullable HeldFileLock on(AnnotatedElement element) {
		MergedAnnotation<HeldFileLock> annotation = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.get(HeldFileLock.class);
		return annotation.isPresent() ? annotation.synthesize() : null;
	}

}
