package dev.latchkey.spring.aop;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
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
			"Let it return a CompletionStage, a Mono or a Flux, or lock a method that returns when the work is "
					+ "done, and call that one from the asynchronous code.",
			"java.util.concurrent.Future", "java.util.concurrent.CompletionStage",
			"java.util.concurrent.Flow$Publisher", "org.reactivestreams.Publisher", "kotlinx.coroutines.Deferred"),

	/** What a web request waits for; followed only where it is the result itself. */
	OF_REQUEST("Return it as it is or in a ResponseEntity, so that its end can be seen.",
			"org.springframework.web.context.request.async.DeferredResult",
			"org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter"),

	/** Code that writes the response. */
	STREAMING("Return a ResponseBodyEmitter or an SseEmitter, or use LockTemplate in the code that writes the body.",
			"org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody"),

	/** Code that somebody else calls. */
	CODE("Return a CompletableFuture or a DeferredResult, or use LockTemplate in the code that is returned.",
			"java.util.concurrent.Callable", "java.util.function.Supplier",
			"org.springframework.web.context.request.async.WebAsyncTask"),

	/** Elements that are made when they are asked for. */
	LAZY("Return a List, or lock the method that uses the elements.", "java.util.stream.BaseStream",
			"java.util.Iterator", "java.util.Spliterator", "java.util.Enumeration", "kotlin.sequences.Sequence");

	private static final @Nullable Class<?> ENTITY = entity();

	/** Behind these there may be anything, so what is returned is looked at. */
	private static final Set<Class<?>> VAGUE = Set.of(Object.class, Iterable.class, AutoCloseable.class,
			Runnable.class);

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
		ResolvableType type = isEntity(returned.toClass()) ? content(returned) : returned;
		return OF_REQUEST.types.stream().anyMatch(names(type.toClass())::contains);
	}

	/**
	 * Find what a type stands for, or what is in it: an entity, an optional, the elements
	 * of a collection.
	 * @return the kind of work, or {@code null} if all is done
	 */
	static @Nullable LaterWork find(ResolvableType returned) {
		for (ResolvableType type = returned; type.resolve() != null; type = content(type)) {
			LaterWork work = find(type.toClass());
			if (work != null) {
				return work;
			}
		}
		return null;
	}

	/**
	 * Find what a value stands for whose declared type does not tell.
	 * @param content what was returned, or what is in the entity that was
	 * @param declared the return type of the method
	 * @return the kind of work, or {@code null} if all is done
	 */
	static @Nullable LaterWork find(@Nullable Object content, Class<?> declared) {
		if (content == null || !(VAGUE.contains(declared) || isEntity(declared))) {
			return null;
		}
		if (declared == Iterable.class && !(content instanceof Collection)) {
			return LAZY;
		}
		return find(content.getClass());
	}

	private static @Nullable LaterWork find(Class<?> type) {
		Set<String> names = names(type);
		return Arrays.stream(values())
			.filter((work) -> work.types.stream().anyMatch(names::contains)
					|| (work == ASYNCHRONOUS && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null))
			.findFirst()
			.orElse(null);
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

	private static ResolvableType content(ResolvableType type) {
		if (type.isArray()) {
			return type.getComponentType();
		}
		for (Class<?> wrapper : Arrays.asList(ENTITY, Optional.class, Collection.class)) {
			if (wrapper != null && wrapper.isAssignableFrom(type.toClass())) {
				return type.as(wrapper).getGeneric();
			}
		}
		return ResolvableType.NONE;
	}

	/** Return what is in an entity, or the value itself. */
	static @Nullable Object content(@Nullable Object value) {
		return (value != null && isEntity(value.getClass())) ? OfWeb.body(value) : value;
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
