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

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Finds what has no text of its own: its text says which object it is, or is put together
 * of several.
 */
final class KeyText {

	private static final List<Class<?>> CONTAINERS = List.of(Collection.class, Map.class, Optional.class,
			OptionalInt.class, OptionalLong.class, OptionalDouble.class, BaseStream.class, Iterator.class);

	private static final Pattern ARRAY = Pattern.compile("\\[+([BCDFIJSZ]|L[\\w.$/]+;)@\\p{XDigit}{1,8}");

	private static final Pattern OBJECT = Pattern.compile("[\\w.$/]@\\p{XDigit}{1,8}");

	/** Bounds what one call looks at. */
	private static final int LONGEST_WALK = 1000;

	private KeyText() {
	}

	/**
	 * Finds a type that has no text of its own and whose text is in that of another.
	 * @param type the other type
	 * @return the type, or {@code null} if none is known
	 */
	static @Nullable ResolvableType unfitType(ResolvableType type) {
		return unfitType(type, new HashSet<>());
	}

	private static @Nullable ResolvableType unfitType(ResolvableType type, Set<String> seen) {
		Class<?> known = type.resolve(Object.class);
		if (isContainer(known) || (Modifier.isFinal(known.getModifiers()) && !hasText(known))) {
			return type;
		}
		if (!seen.add(type.toString())) {
			return null;
		}
		return parts(type, known).map((part) -> unfitType(part, seen))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	private static Stream<ResolvableType> parts(ResolvableType type, Class<?> known) {
		if (known.isRecord()) {
			return Arrays.stream(known.getDeclaredFields())
				.filter((field) -> !Modifier.isStatic(field.getModifiers()))
				.map((field) -> ResolvableType.forField(field, type));
		}
		if (AtomicReference.class.isAssignableFrom(known)) {
			return Stream.of(type.as(AtomicReference.class).getGeneric());
		}
		return Map.Entry.class.isAssignableFrom(known) ? Arrays.stream(type.as(Map.Entry.class).getGenerics())
				: Stream.empty();
	}

	/**
	 * Finds an object that has no text of its own and whose text is in that of another.
	 * @param value the other object
	 * @return the class of the object, or {@code null} if none is found
	 */
	static @Nullable Class<?> unfitPart(@Nullable Object value) {
		return unfitPart(value, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	private static @Nullable Class<?> unfitPart(@Nullable Object value, Set<Object> seen) {
		if (value == null || !seen.add(value)) {
			return null;
		}
		if (isContainer(value.getClass()) || !hasText(value.getClass())) {
			return value.getClass();
		}
		return parts(value).map((part) -> unfitPart(part, seen)).filter(Objects::nonNull).findFirst().orElse(null);
	}

	private static Stream<@Nullable Object> parts(Object value) {
		if (value.getClass().isRecord()) {
			return Arrays.stream(value.getClass().getRecordComponents()).map((component) -> part(component, value));
		}
		if (value instanceof AtomicReference<?> reference) {
			return Stream.of(reference).map(AtomicReference::get);
		}
		return (value instanceof Map.Entry<?, ?> entry) ? Stream.of(entry).flatMap(KeyText::both) : Stream.empty();
	}

	private static Stream<@Nullable Object> both(Map.Entry<?, ?> entry) {
		return Arrays.asList((@Nullable Object) entry.getKey(), entry.getValue()).stream();
	}

	private static @Nullable Object part(RecordComponent component, Object record) {
		return isOpen(component.getAccessor()) ? ReflectionUtils.invokeMethod(component.getAccessor(), record) : null;
	}

	/** Whether the text of a type is put together of those of what is in it. */
	private static boolean isContainer(Class<?> type) {
		return type.isArray() || type == Iterable.class
				|| CONTAINERS.stream().anyMatch((container) -> container.isAssignableFrom(type));
	}

	private static boolean hasText(Class<?> type) {
		if (type.isPrimitive() || CharSequence.class.isAssignableFrom(type) || Number.class.isAssignableFrom(type)) {
			return true;
		}
		try {
			return type.getMethod("toString").getDeclaringClass() != Object.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException("Every class has the method toString", ex);
		}
	}

	/**
	 * Finds a part of a text that says which object something is. A text that only looks
	 * like it, as {@code user@cafe} does, is none: the object must be there.
	 * @param text the text
	 * @param roots where the objects are that it may be of
	 * @return the part, or {@code null} if there is none
	 */
	static @Nullable String identity(String text, List<? extends @Nullable Object> roots) {
		Matcher array = ARRAY.matcher(text);
		if (array.find()) {
			return array.group();
		}
		return OBJECT.matcher(text).find() ? identityOfOne(text, roots) : null;
	}

	private static @Nullable String identityOfOne(String text, List<? extends @Nullable Object> roots) {
		Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Object> next = new ArrayDeque<>();
		roots.stream().filter(Objects::nonNull).forEach(next::add);
		while (!next.isEmpty() && seen.size() < LONGEST_WALK) {
			Object object = next.remove();
			if (seen.add(object)) {
				String identity = object.getClass().getName() + "@"
						+ Integer.toHexString(System.identityHashCode(object));
				if (text.contains(identity)) {
					return identity;
				}
				contents(object).filter(Objects::nonNull).limit(LONGEST_WALK).forEach(next::add);
			}
		}
		return null;
	}

	/** What is read here is in memory: others' collections may load what is in them. */
	private static Stream<@Nullable Object> contents(Object object) {
		Class<?> type = object.getClass();
		if (object instanceof Object[] array) {
			return Arrays.stream(array);
		}
		if (object instanceof Optional<?> optional) {
			return optional.map((content) -> Stream.<@Nullable Object>of(content)).orElseGet(Stream::empty);
		}
		if (!type.getName().startsWith("java.")) {
			return fields(type).filter(KeyText::isOpen).map((field) -> ReflectionUtils.getField(field, object));
		}
		if (object instanceof Collection<?> collection) {
			return Arrays.stream(collection.toArray());
		}
		if (object instanceof Map<?, ?> map) {
			return map.entrySet().stream().flatMap(KeyText::both);
		}
		return parts(object);
	}

	private static Stream<Field> fields(Class<?> type) {
		Stream<Field> own = Arrays.stream(type.getDeclaredFields())
			.filter((field) -> !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive());
		Class<?> parent = type.getSuperclass();
		return (parent != null) ? Stream.concat(own, fields(parent)) : own;
	}

	private static boolean isOpen(AccessibleObject member) {
		return member.trySetAccessible();
	}

}
