package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.aopalliance.aop.Advice;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds, while the application starts, locks that could not work: on methods that no
 * proxy can intercept, and with annotations that mean nothing.
 */
public final class LockedMethodsCheck implements BeanPostProcessor {

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	private final Supplier<LockedMethodCache> operations;

	/**
	 * Create a check.
	 * @param operations the operations
	 */
	public LockedMethodsCheck(Supplier<LockedMethodCache> operations) {
		this.operations = operations;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		check(ClassUtils.getUserClass(bean));
		return bean;
	}

	/**
	 * What a factory bean makes comes only here, and so do proxies, which are no news.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		check(AopUtils.getTargetClass(bean));
		return bean;
	}

	private void check(Class<?> beanClass) {
		if (!Proxy.isProxyClass(beanClass) && this.checked.add(beanClass) && LockAnnotations.isCandidate(beanClass)) {
			ReflectionUtils.doWithMethods(beanClass, (method) -> check(method, beanClass),
					(method) -> !method.isSynthetic() && method.getDeclaringClass() != Object.class);
		}
	}

	private void check(Method method, Class<?> beanClass) {
		if (LockAnnotations.find(method, beanClass).isEmpty()) {
			return;
		}
		requireInterceptable(method, beanClass);
		if (this.operations.get().find(method, beanClass) == null) {
			throw new IllegalStateException("The lock on " + method + " was there a moment ago");
		}
	}

	private static void requireInterceptable(Method method, Class<?> beanClass) {
		if (isInheritedByTheWay(method, beanClass)) {
			return;
		}
		int modifiers = method.getModifiers();
		int hindering = modifiers & (Modifier.PRIVATE | Modifier.STATIC | Modifier.FINAL);
		if (hindering != 0) {
			throw notInterceptable(method, "is '" + Modifier.toString(hindering) + "'");
		}
		if ((modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) == 0
				&& !method.getDeclaringClass().getPackage().equals(beanClass.getPackage())) {
			throw notInterceptable(method,
					"is visible in its own package only, which is not that of " + beanClass.getName());
		}
		if (Advice.class.isAssignableFrom(beanClass) || Advisor.class.isAssignableFrom(beanClass)
				|| Pointcut.class.isAssignableFrom(beanClass)
				|| AopInfrastructureBean.class.isAssignableFrom(beanClass)) {
			throw notInterceptable(method, "belongs to a bean that itself intercepts others");
		}
	}

	/**
	 * An annotation on a class is not meant for what the class inherits from others, so
	 * those methods may be what they like.
	 */
	private static boolean isInheritedByTheWay(Method method, Class<?> beanClass) {
		Class<?> declaring = method.getDeclaringClass();
		return declaring != beanClass && LockAnnotations.onMethod(method, beanClass).isEmpty()
				&& LockAnnotations.onType(declaring).isEmpty();
	}

	private static LockDefinitionException notInterceptable(Method method, String reason) {
		return new LockDefinitionException(
				"The locked method " + LockOperation.describe(method) + " " + reason
						+ ", so no proxy can put its lock around it.",
				"Make it an overridable method of the bean, or use LockTemplate inside it.", null);
	}

}
