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
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

import dev.latchkey.spring.LockKeyResolver;

/**
 * What the attributes of a method's annotations say.
 */
final class AnnotationText {

	private final ConfigurableBeanFactory beanFactory;

	private final Method method;

	AnnotationText(ConfigurableBeanFactory beanFactory, Method method) {
		this.beanFactory = beanFactory;
		this.method = method;
	}

	/**
	 * Replaces placeholders.
	 * @param what what the text is, for messages
	 * @param text the text
	 * @return the text, possibly blank
	 * @throws LockDefinitionException if there is no property for a placeholder
	 */
	String resolve(String what, String text) {
		String resolved;
		try {
			resolved = this.beanFactory.resolveEmbeddedValue(text);
		}
		catch (IllegalArgumentException ex) {
			throw unresolved(what, text, ex);
		}
		if (resolved != null && resolved.contains("${")) {
			throw unresolved(what, text, null);
		}
		return (resolved != null) ? resolved : "";
	}

	/**
	 * Parses a duration. A number needs its unit: one without is seldom meant in
	 * milliseconds.
	 * @param what what the duration is, for messages
	 * @param attribute the text
	 * @return the duration, or {@code null} if the text is blank
	 * @throws LockDefinitionException if it is not a duration
	 */
	@Nullable Duration duration(String what, String attribute) {
		if (!StringUtils.hasText(attribute)) {
			return null;
		}
		String text = resolve(what, attribute);
		Duration duration;
		try {
			duration = DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException ex) {
			throw noDuration(what, text, ex);
		}
		if (duration.isNegative()) {
			throw noDuration(what, text, null);
		}
		if (!duration.isZero() && Character.isDigit(text.charAt(text.length() - 1))) {
			throw refused("The " + what + " '" + text + "' of", "has no unit",
					"Write " + text + "s for seconds, or " + text + "ms for milliseconds.", null);
		}
		return duration;
	}

	/**
	 * Parses a condition.
	 * @param attribute the text
	 * @param lock the name of the lock, or {@code null} if it has none
	 * @param beanClass the class of the bean
	 * @return the condition, or {@code null} if the text is blank
	 * @throws LockDefinitionException if it cannot decide about calls of the method
	 */
	@Nullable LockConditionExpression condition(String attribute, @Nullable String lock, Class<?> beanClass) {
		String text = resolve("condition", attribute);
		return StringUtils.hasText(text) ? LockConditionExpression.parse(text, lock, this.method, beanClass) : null;
	}

	/**
	 * Finds a key resolver. Its bean is made when it is asked first, and may need the
	 * bean whose lock names it.
	 * @param attribute the name of the bean
	 * @return finds the resolver, or {@code null} if the text is blank
	 * @throws LockDefinitionException if there is no such bean
	 */
	@Nullable Supplier<LockKeyResolver> keyResolver(String attribute) {
		String name = resolve("key resolver", attribute);
		if (!StringUtils.hasText(name)) {
			return null;
		}
		if (!this.beanFactory.containsBean(name)) {
			throw noKeyResolver(name, "is not the name of a bean");
		}
		Class<?> type = this.beanFactory.getType(name, false);
		if (type != null && !LockKeyResolver.class.isAssignableFrom(type)) {
			throw noKeyResolver(name, "is a bean of the type " + type.getTypeName());
		}
		Supplier<LockKeyResolver> resolver = () -> this.beanFactory.getBean(name, LockKeyResolver.class);
		return this.beanFactory.isSingleton(name) ? SingletonSupplier.of(resolver) : resolver;
	}

	/**
	 * Returns the home directory of the user.
	 * @return the directory, empty if there is none
	 */
	String home() {
		return resolve("home directory", "${user.home:}");
	}

	private LockDefinitionException noKeyResolver(String name, String problem) {
		return refused("The key resolver '" + name + "' of", problem,
				"Name a bean of the type " + LockKeyResolver.class.getName() + ".", null);
	}

	private LockDefinitionException unresolved(String what, String text, @Nullable IllegalArgumentException cause) {
		return refused("The " + what + " '" + text + "' of", "has a placeholder that no property resolves",
				"Set the property, or give a default after a colon, as in ${catalog.lock:catalog}.", cause);
	}

	private LockDefinitionException noDuration(String what, String text, @Nullable IllegalArgumentException cause) {
		return refused("The " + what + " '" + text + "' of", "is not a duration",
				"Write a duration such as 500ms, 10s or PT10S; a wait time of 0 means to try once.", cause);
	}

	/**
	 * Makes the exception for what cannot be.
	 * @param subject what is wrong, up to the words "the lock on" and the method
	 * @param problem what is wrong with it
	 * @param remedy what to do about it
	 * @param cause the cause, if there is one
	 * @return the exception
	 */
	LockDefinitionException refused(String subject, String problem, String remedy, @Nullable Throwable cause) {
		return new LockDefinitionException(
				subject + " the lock on " + LockOperation.describe(this.method) + " " + problem + ".", remedy, cause);
	}

}
