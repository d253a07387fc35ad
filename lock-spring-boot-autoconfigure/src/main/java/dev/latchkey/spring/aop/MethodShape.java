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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.springframework.core.ResolvableType;

/**
 * When the work of a method is done, by its return type.
 */
enum MethodShape {

	/** When it returns. */
	PLAIN,

	/** When the stage that it returns completes. */
	STAGE,

	/** When what it returns has been subscribed to, and ends. */
	MONO,

	/** As {@link #MONO}, for many values. */
	FLUX,

	/** When the asynchronous result of the web request ends. */
	REQUEST;

	private static final String MONO_TYPE = "reactor.core.publisher.Mono";

	private static final String FLUX_TYPE = "reactor.core.publisher.Flux";

	/**
	 * Finds the shape of a method.
	 * @param method the method
	 * @param beanClass the class of the bean
	 * @return the shape
	 * @throws LockDefinitionException if the end of its work cannot be seen
	 */
	static MethodShape of(Method method, Class<?> beanClass) {
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 0
				&& parameters[parameters.length - 1].getName().equals("kotlin.coroutines.Continuation")) {
			throw refused(method, "is a suspending function", LaterWork.ASYNCHRONOUS);
		}
		ResolvableType returned = ResolvableType.forMethodReturnType(method, beanClass);
		MethodShape shape = of(returned);
		LaterWork later = LaterWork.find(shape.result(returned));
		if (later != null) {
			throw refused(method, "returns " + returned, later);
		}
		return shape;
	}

	private static MethodShape of(ResolvableType returned) {
		Class<?> type = returned.toClass();
		if (type == CompletionStage.class || type == CompletableFuture.class) {
			return STAGE;
		}
		if (LaterWork.isOfRequest(returned)) {
			return REQUEST;
		}
		return switch (type.getName()) {
			case MONO_TYPE -> MONO;
			case FLUX_TYPE -> FLUX;
			default -> PLAIN;
		};
	}

	/**
	 * Returns the type of what there is when the work is done.
	 * @param returned the return type of a method of this shape
	 * @return the type; that of what is sent to an emitter is not known, and not asked
	 * for
	 */
	ResolvableType result(ResolvableType returned) {
		return switch (this) {
			case PLAIN -> returned;
			case STAGE -> returned.as(CompletionStage.class).getGeneric();
			case MONO, FLUX -> returned.getGeneric();
			case REQUEST -> LaterWork.withoutEntity(returned).getGeneric();
		};
	}

	/** Whether a value is a publisher that is followed where it is declared. */
	static boolean isOfReactor(Object value) {
		for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
			if (type.getName().equals(MONO_TYPE) || type.getName().equals(FLUX_TYPE)) {
				return true;
			}
		}
		return false;
	}

	private static LockDefinitionException refused(Method method, String what, LaterWork later) {
		return new LockDefinitionException("The locked method " + LockOperation.describe(method) + " " + what
				+ ", so its lock would be released before its work is done.", later.remedy(), null);
	}

}
