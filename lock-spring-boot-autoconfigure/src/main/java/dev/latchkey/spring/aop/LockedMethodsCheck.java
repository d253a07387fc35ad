package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.Advisor;
import org.springframework.aop.Pointcut;
import org.springframework.aop.SpringProxy;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds, while the application starts, locks that could not work: on methods that no
 * proxy can intercept, and with annotations that mean nothing.
 */
public final class LockedMethodsCheck implements BeanPostProcessor, BeanFactoryAware {

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	private final Supplier<LockedMethodCache> operations;

	private @Nullable BeanFactory beanFactory;

	/**
	 * Create a check.
	 * @param operations the operations
	 */
	public LockedMethodsCheck(Supplier<LockedMethodCache> operations) {
		this.operations = operations;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		check(ClassUtils.getUserClass(bean));
		return bean;
	}

	/**
	 * What a factory bean makes comes only here, and perhaps late, so its type is looked
	 * at when the factory is ready. Proxies that locks have been put around come here
	 * too, and are no news.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> beanClass = ClassUtils.getUserClass(AopUtils.getTargetClass(bean));
		check(beanClass);
		if (AopUtils.isJdkDynamicProxy(bean) && !Proxy.isProxyClass(beanClass)
				&& LockAnnotations.isCandidate(beanClass)) {
			checkInterfaces(bean.getClass(), beanClass);
		}
		if (bean instanceof FactoryBean<?> factory) {
			Class<?> type = factory.getObjectType();
			if (type != null) {
				check(ClassUtils.getUserClass(type));
			}
		}
		return bean;
	}

	private void check(Class<?> beanClass) {
		if (!this.checked.add(beanClass) || !LockAnnotations.isCandidate(beanClass)) {
			return;
		}
		if (beanClass.isInterface()) {
			checkMethodsOf(beanClass, beanClass);
		}
		else if (Proxy.isProxyClass(beanClass)) {
			for (Class<?> type : beanClass.getInterfaces()) {
				if (!isOfProxies(type)) {
					checkMethodsOf(type, beanClass);
				}
			}
		}
		else {
			ReflectionUtils.doWithMethods(beanClass, (method) -> check(method, beanClass),
					(method) -> !method.isSynthetic() && method.getDeclaringClass() != Object.class);
		}
	}

	private void checkMethodsOf(Class<?> type, Class<?> beanClass) {
		for (Method method : type.getMethods()) {
			if (!method.isSynthetic()) {
				check(method, beanClass);
			}
		}
	}

	private static boolean isOfProxies(Class<?> type) {
		return type == Advised.class || type == DecoratingProxy.class || SpringProxy.class.isAssignableFrom(type);
	}

	/** What a class has beside its interfaces cannot be called through their proxy. */
	private static void checkInterfaces(Class<?> proxyClass, Class<?> beanClass) {
		Set<Method> callable = Arrays.stream(proxyClass.getInterfaces())
			.flatMap((type) -> Arrays.stream(type.getMethods()))
			.map((method) -> LockAnnotations.mostSpecific(method, beanClass))
			.collect(Collectors.toSet());
		ReflectionUtils.doWithMethods(beanClass, (method) -> {
			if (!LockAnnotations.onMethod(method, beanClass).isEmpty()
					&& !callable.contains(LockAnnotations.mostSpecific(method, beanClass))) {
				throw new LockDefinitionException(
						"The locked method " + LockOperation.describe(method) + " is in no interface of "
								+ beanClass.getName() + ", whose proxy has the methods of interfaces only, so "
								+ "it is never called with its lock.",
						"Declare it in an interface, or set spring.aop.proxy-target-class=true, or use LockTemplate "
								+ "inside it.",
						null);
			}
		}, (method) -> !method.isSynthetic() && method.getDeclaringClass() != Object.class);
	}

	private void check(Method method, Class<?> beanClass) {
		if (LockAnnotations.find(method, beanClass).isEmpty()) {
			return;
		}
		if (!Proxy.isProxyClass(beanClass)) {
			requireInterceptable(method, beanClass);
		}
		if (this.operations.get().find(method, beanClass) == null) {
			throw new IllegalStateException("The lock on " + method + " was there a moment ago");
		}
	}

	private void requireInterceptable(Method method, Class<?> beanClass) {
		if (MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(Bean.class)) {
			throw new LockDefinitionException("The locked method " + LockOperation.describe(method)
					+ " is a @Bean method, so its lock would be held while the bean is made, and not while it is used.",
					"Put the annotation on the class of the bean, or on those of its methods that are to be locked.",
					null);
		}
		requireOverridable(method, beanClass);
		if (Modifier.isFinal(beanClass.getModifiers()) && !isProxiedByInterface(beanClass)) {
			throw notInterceptable(method,
					"belongs to a class that is 'final'" + (beanClass.isRecord() ? ", as all records are" : ""));
		}
	}

	private static void requireOverridable(Method method, Class<?> beanClass) {
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

	private boolean isProxiedByInterface(Class<?> beanClass) {
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(beanClass))
			.anyMatch((type) -> type.getMethods().length > 0) && this.beanFactory != null
				&& this.beanFactory.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME) instanceof ProxyConfig creator
				&& !creator.isProxyTargetClass();
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
				"Make it an overridable method of a bean whose class is not final, or use LockTemplate inside it.",
				null);
	}

}
