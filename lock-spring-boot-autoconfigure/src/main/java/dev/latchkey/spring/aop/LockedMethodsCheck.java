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
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.ProxyConfig;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds, while the application starts, locks that could not work: on methods that no
 * proxy can intercept, on beans that have no proxy, and with annotations that mean
 * nothing.
 *
 * @since 0.1
 */
public final class LockedMethodsCheck implements InstantiationAwareBeanPostProcessor, ApplicationContextAware,
		SmartInitializingSingleton, ApplicationListener<ContextRefreshedEvent> {

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	private final LockedTypes types = new LockedTypes();

	private final UnproxiedBeans unproxied = new UnproxiedBeans(this.types);

	private final Supplier<LockedMethodCache> operations;

	private @Nullable ConfigurableApplicationContext context;

	/**
	 * Creates a check.
	 * @param operations the operations
	 */
	public LockedMethodsCheck(Supplier<LockedMethodCache> operations) {
		this.operations = operations;
	}

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = (ConfigurableApplicationContext) context;
	}

	/** The callbacks of the bean have not been called yet. */
	@Override
	public boolean postProcessAfterInstantiation(Object bean, String beanName) {
		checkBean(ClassUtils.getUserClass(bean), beanName);
		return true;
	}

	/** Records come only here. */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		checkBean(ClassUtils.getUserClass(bean), beanName);
		return bean;
	}

	private void checkBean(Class<?> beanClass, String beanName) {
		if (this.types.mayBeLocked(beanClass)) {
			requireNoCallback(beanClass, beanName);
			check(beanClass);
		}
	}

	/**
	 * What a factory bean makes comes only here, and perhaps late, so its type is looked
	 * at when the factory is ready.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> beanClass = ClassUtils.getUserClass(AopUtils.getTargetClass(bean));
		check(beanClass);
		if (AopUtils.isJdkDynamicProxy(bean) && !Proxy.isProxyClass(beanClass) && this.types.mayBeLocked(beanClass)) {
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

	/** Looks at the beans of this context, and of parents that do not look themselves. */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.context == null) {
			return;
		}
		this.unproxied.refuse(this.context.getBeanFactory(),
				"it was created before proxies could be made or registered as an instance, is an aspect, or is hidden "
						+ "by another proxy",
				"Move the method to a bean that no BeanFactoryPostProcessor, BeanPostProcessor or aspect is or needs, "
						+ "make @Bean methods of post-processors static, let the context create the bean, or use "
						+ "LockTemplate inside the method.");
		for (ApplicationContext parent = this.context.getParent(); parent != null; parent = parent.getParent()) {
			refuseLocksOf(parent);
		}
	}

	/** The events of a child reach its parents. */
	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() != this.context) {
			refuseLocksOf(event.getApplicationContext());
		}
	}

	private void refuseLocksOf(ApplicationContext other) {
		if (other instanceof ConfigurableApplicationContext plain
				&& plain.getBeanNamesForType(LockedMethodsCheck.class, true, false).length == 0) {
			this.unproxied.refuse(plain.getBeanFactory(),
					"LatchkeyAutoConfiguration is not part of its application context '" + plain.getId() + "'",
					"Add @ImportAutoConfiguration(LatchkeyAutoConfiguration.class) to that context, move the bean to "
							+ "one that has it, or use LockTemplate inside the method.");
		}
	}

	private void requireNoCallback(Class<?> beanClass, String beanName) {
		AbstractBeanDefinition definition = definition(beanName);
		for (Method method : this.types.lockedMethods(beanClass)) {
			boolean callback = ContainerCallbacks.isCallback(method, beanClass)
					|| (definition != null && ContainerCallbacks.isCallback(method, beanClass, definition));
			if (callback && !LockAnnotations.onMethod(method, beanClass).isEmpty()) {
				throw new LockDefinitionException(
						"The locked method " + LockOperation.describe(method)
								+ " is called by the container while the bean '" + beanName
								+ "' is made or destroyed, on the bean itself, so it would run without its lock.",
						"Do the work in a SmartInitializingSingleton, an ApplicationRunner, a CommandLineRunner or a "
								+ "SmartLifecycle, whose methods are called through the proxy, or use LockTemplate "
								+ "inside the method.",
						null);
			}
		}
	}

	private @Nullable AbstractBeanDefinition definition(String beanName) {
		ConfigurableListableBeanFactory beanFactory = (this.context != null) ? this.context.getBeanFactory() : null;
		return (beanFactory != null && beanFactory.containsBeanDefinition(beanName)
				&& beanFactory.getMergedBeanDefinition(beanName) instanceof AbstractBeanDefinition definition)
						? definition : null;
	}

	private void check(Class<?> beanClass) {
		if (this.checked.add(beanClass)) {
			this.types.lockedMethods(beanClass).forEach((method) -> check(method, beanClass));
		}
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
		if (isInheritedWithoutAnnotation(method, beanClass)) {
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
			.anyMatch((type) -> type.getMethods().length > 0) && this.context != null
				&& this.context.getBean(AopConfigUtils.AUTO_PROXY_CREATOR_BEAN_NAME) instanceof ProxyConfig creator
				&& !creator.isProxyTargetClass();
	}

	/**
	 * An annotation on a class is not meant for what the class inherits from others, so
	 * those methods are not checked.
	 */
	private static boolean isInheritedWithoutAnnotation(Method method, Class<?> beanClass) {
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
