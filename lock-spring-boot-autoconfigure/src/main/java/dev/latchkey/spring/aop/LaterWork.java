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

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.util.ClassUtils;

/**
 * Types of results that stand for work which goes on, or only begins, after the method
 * has returned. Most are known by name, because they need not be on the class path.
 */
@SuppressWarnings("ImmutableEnumChecker")
enum LaterWork {

	/** Something else does the work. */
	ASYNCHRONOUS(
			"Let it return a CompletionStage, a Mono or a Flux itself, such as a Flux<T> instead of a "
					+ "Mono<ResponseEntity<Flux<T>>>, or lock inside: a method that returns when the work is done, or "
					+ "the code that does it, with LockTemplate or ReactiveLockTemplate.",
			"java.util.concurrent.Future", "java.util.concurrent.CompletionStage",
			"java.util.concurrent.Flow$Publisher", "org.reactivestreams.Publisher", "kotlinx.coroutines.Job",
			"kotlinx.coroutines.flow.Flow"),

	/** What a web request waits for; followed only where it is the result itself. */
	OF_REQUEST("Return it by itself or in a ResponseEntity, so that its end can be seen.",
			"org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter"),

	/** Code that writes the response. */
	STREAMING("Return a ResponseBodyEmitter or an SseEmitter, or use LockTemplate in the code that writes the body.",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody"),

	/** Code that is called later. */
	CODE("Return a CompletableFuture or a DeferredResult, or use LockTemplate in the code that is returned.",
			"java.lang.Runnable", "java.util.concurrent.Callable", "java.util.function.Supplier",
			"org.springframework.web.context.request.async.WebAsyncTask"),

	/** Elements that are made when they are asked for. */
	LAZY("Return a List, or lock the method that uses the elements.", "java.util.stream.BaseStream",
			"java.util.Iterator", "java.util.Spliterator", "java.util.Enumeration", "kotlin.sequences.Sequence");

	private static final @Nullable Class<?> ENTITY = entity();

	/** Behind these there may be anything, so what is returned is looked at. */
	private static final Set<Class<?>> VAGUE = Set.of(Object.class, Iterable.class, AutoCloseable.class);

	/** Types may contain themselves, and so may collections. */
	private static final int DEPTH = 6;

	private static final ClassValue<Optional<LaterWork>> KINDS = new ClassValue<>() {

		@Override
		protected Optional<LaterWork> computeValue(Class<?> type) {
			return type(type);
		}

	};

	/** Collections that may load their elements when these are asked for. */
	private static final Set<String> LOADING_TYPES = Set.of("org.hibernate.collection.spi.PersistentCollection",
			"org.eclipse.persistence.indirection.IndirectContainer",
			"org.springframework.data.mongodb.core.convert.LazyLoadingProxy");

	private static final ClassValue<Boolean> LOADING = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			return names(type).stream().anyMatch(LOADING_TYPES::contains);
		}

	};

	private final String remedy;

	private final Set<String> types;

	LaterWork(String remedy, String... types) {
		this.remedy = remedy;
		this.types = Set.of(types);
	}

	String remedy() {
		return this.remedy;
	}

	/** Whether the type is that of a web request's result, in an entity or not. */
	static boolean isOfRequest(ResolvableType returned) {
		return OF_REQUEST.isOneOf(withoutEntity(returned).toClass());
	}

	/** Returns what is in an entity, or the type itself. */
	static ResolvableType withoutEntity(ResolvableType returned) {
		return isEntity(returned.toClass()) ? contents(returned).get(0) : returned;
	}

	/**
	 * Finds what a type stands for, or what is in it: an entity, an optional, the
	 * elements of a collection, the values of a map, both sides of an entry.
	 * @return the kind of work, or {@code null} if all is done
	 */
	static @Nullable LaterWork find(ResolvableType type) {
		return find(type, DEPTH);
	}

	private static @Nullable LaterWork find(ResolvableType type, int depth) {
		LaterWork work = KINDS.get(type.toClass()).orElse(null);
		if (work != null || depth == 0) {
			return work;
		}
		return contents(type).stream()
			.map((content) -> find(content, depth - 1))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/** Whether anything may be behind a type, or behind the type of what is in it. */
	static boolean isVague(ResolvableType type) {
		return isVague(type, DEPTH);
	}

	private static boolean isVague(ResolvableType type, int depth) {
		return VAGUE.contains(type.toClass())
				|| (depth > 0 && contents(type).stream().anyMatch((content) -> isVague(content, depth - 1)));
	}

	/**
	 * Finds work that is not done in a value.
	 * @param value the value
	 * @return the value itself, what is in it, or {@code null} if all is done
	 */
	static @Nullable Object findIn(@Nullable Object value) {
		return findIn(value, DEPTH);
	}

	private static @Nullable Object findIn(@Nullable Object value, int depth) {
		if (value == null || KINDS.get(value.getClass()).isPresent()) {
			return value;
		}
		if (depth > 0) {
			for (Object content : contents(value)) {
				Object found = findIn(content, depth - 1);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	/**
	 * Returns the kind of what {@link #findIn} has found.
	 * @param work the work
	 * @return its kind; {@link #LAZY} for an iterable that is none of the known types
	 */
	static LaterWork of(Object work) {
		return KINDS.get(work.getClass()).orElse(LAZY);
	}

	private static Optional<LaterWork> type(Class<?> type) {
		return Arrays.stream(values()).filter((work) -> work.isBehind(type)).findFirst();
	}

	private boolean isBehind(Class<?> type) {
		return switch (this) {
			case ASYNCHRONOUS -> isOneOf(type) || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null;
			case CODE -> isOneOf(type) && !isValue(type);
			default -> isOneOf(type);
		};
	}

	/**
	 * Spring Data's {@code Page} supplies the stream of its own elements, and an enum
	 * constant is made before any call.
	 */
	private static boolean isValue(Class<?> type) {
		return Iterable.class.isAssignableFrom(type) || Enum.class.isAssignableFrom(type);
	}

	private boolean isOneOf(Class<?> type) {
		return names(type).stream().anyMatch(this.types::contains);
	}

	private static Set<String> names(@Nullable Class<?> type) {
		Set<String> names = new HashSet<>();
		if (type != null) {
			names.add(type.getName());
			names.addAll(names(type.getSuperclass()));
			for (Class<?> implemented : type.getInterfaces()) {
				names.addAll(names(implemented));
			}
		}
		return names;
	}

	private static List<ResolvableType> contents(ResolvableType type) {
		if (type.isArray()) {
			return List.of(type.getComponentType());
		}
		if (Map.class.isAssignableFrom(type.toClass())) {
			return List.of(type.as(Map.class).getGeneric(1));
		}
		if (Map.Entry.class.isAssignableFrom(type.toClass())) {
			ResolvableType entry = type.as(Map.Entry.class);
			return List.of(entry.getGeneric(0), entry.getGeneric(1));
		}
		for (Class<?> wrapper : Arrays.asList(ENTITY, Optional.class, Iterable.class)) {
			if (wrapper != null && wrapper.isAssignableFrom(type.toClass())) {
				return List.of(type.as(wrapper).getGeneric());
			}
		}
		return List.of();
	}

	private static Collection<?> contents(Object value) {
		if (value instanceof Object[] array) {
			return Arrays.asList(array);
		}
		if (LOADING.get(value.getClass())) {
			return List.of();
		}
		if (value instanceof Map<?, ?> map) {
			return map.values();
		}
		if (value instanceof Map.Entry<?, ?> entry) {
			return Arrays.asList(entry.getKey(), entry.getValue());
		}
		if (value instanceof Collection<?> collection) {
			return collection;
		}
		Object content = (value instanceof Optional<?> optional) ? optional.orElse(null) : content(value);
		return (content != null && content != value) ? List.of(content) : List.of();
	}

	/** Returns what is in an entity, or the value itself. */
	static @Nullable Object content(Object value) {
		return isEntity(value.getClass()) ? OfWeb.body(value) : value;
	}

	private static boolean isEntity(Class<?> type) {
		return ENTITY != null && ENTITY.isAssignableFrom(type);
	}

	private static @Nullable Class<?> entity() {
		ClassLoader classLoader = LaterWork.class.getClassLoader();
		return ClassUtils.isPresent("org.springframework.http.HttpEntity", classLoader) ? OfWeb.entity() : null;
	}

	/** Loaded only where there is spring-web. */
	private static final class OfWeb {

		private OfWeb() {
		}

		static Class<?> entity() {
			return HttpEntity.class;
		}

		static @Nullable Object body(Object entity) {
			return ((HttpEntity<?>) entity).getBody();
		}

	}

}
