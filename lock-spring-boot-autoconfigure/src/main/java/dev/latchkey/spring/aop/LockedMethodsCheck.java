package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Finds, while the application starts, locks that could not work: on methods that no
 * proxy can intercept, and with annotations that mean nothing.
 */
public final class LockedMethodsCheck implements BeanPostProcessor {

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	private final Supplier<LockOperations> operations;

	/**
	 * Create a check.
	 * @param operations the operations
	 */
	public LockedMethodsCheck(Supplier<LockOperations> operations) {
		this.operations = operations;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		Class<?> beanClass = ClassUtils.getUserClass(bean);
		if (!Proxy.isProxyClass(beanClass) && AnnotationUtils.isCandidateClass(beanClass, HeldFileLock.class)
				&& this.checked.add(beanClass)) {
			ReflectionUtils.doWithMethods(beanClass, (method) -> check(method, beanClass),
					(method) -> !method.isSynthetic() && method.getDeclaringClass() != Object.class);
		}
		return bean;
	}

	private void check(Method method, Class<?> beanClass) {
		if (LockAnnotations.find(method, beanClass) == null) {
			return;
		}
		requireInterceptable(method, beanClass);
		if (this.operations.get().find(method, beanClass) == null) {
			throw new IllegalStateException("The lock on " + method + " was there a moment ago");
		}
	}

	private static void requireInterceptable(Method method, Class<?> beanClass) {
		boolean inherited = LockAnnotations.onMethod(method, beanClass) == null;
		if (inherited && method.getDeclaringClass() != beanClass) {
			return;
		}
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
			throw new LockDefinitionException(
					"The locked method " + LockOperation.describe(method) + " is '"
							+ Modifier.toString(modifiers & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL))
							+ "', so no proxy can put its lock around it.",
					"Make it an overridable method of the bean, or use LockTemplate inside it.", null);
		}
	}

}
