package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;

import org.springframework.beans.factory.Aware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Tells which methods the container calls on the bean itself, without a proxy: those that
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
	 * Returns the names of the methods that a definition makes callbacks.
	 * @param definition the definition
	 * @param beanClass the class of its bean
	 * @return the names
	 */
	static Set<String> names(AbstractBeanDefinition definition, Class<?> beanClass) {
		Set<String> names = new LinkedHashSet<>();
		String[] init = definition.getInitMethodNames();
		if (init != null) {
			names.addAll(List.of(init));
		}
		if (!definition.isPrototype()) {
			String[] destroy = definition.getDestroyMethodNames();
			if (destroy != null) {
				names.addAll(List.of(destroy));
			}
			boolean inferred = names.remove(AbstractBeanDefinition.INFER_METHOD);
			if ((inferred || destroy == null) && !DisposableBean.class.isAssignableFrom(beanClass)) {
				names.addAll(inferredDestroyMethods(beanClass, inferred));
			}
		}
		return names;
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
