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
import java.util.Collection;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

import dev.latchkey.LatchkeyException;

/**
 * Looks at what a method gives, where its declared type does not show whether the work is
 * done.
 */
final class ResultCheck {

	private final Method method;

	private final MethodShape shape;

	private final boolean needed;

	private final boolean iterable;

	private ResultCheck(Method method, MethodShape shape, ResolvableType result) {
		this.method = method;
		this.shape = shape;
		this.needed = LaterWork.isVague(result);
		this.iterable = LaterWork.withoutEntity(result).toClass() == Iterable.class;
	}

	/**
	 * Makes the check of a method.
	 * @param method the method
	 * @param beanClass the class of the bean
	 * @param shape when its work is done
	 * @return the check
	 */
	static ResultCheck of(Method method, Class<?> beanClass, MethodShape shape) {
		return new ResultCheck(method, shape, shape.result(ResolvableType.forMethodReturnType(method, beanClass)));
	}

	/** Whether there is anything to look at. */
	boolean isNeeded() {
		return this.needed;
	}

	/**
	 * Checks a result: what a method has returned, or what its stage, its publisher or
	 * its deferred result has given.
	 * @param result the result
	 * @throws LatchkeyException if its work is not done
	 */
	void requireDone(@Nullable Object result) {
		if (!this.needed || result == null) {
			return;
		}
		Object content = LaterWork.content(result);
		Object later = (this.iterable && content != null && !(content instanceof Collection)) ? content
				: LaterWork.findIn(result);
		if (later != null) {
			throw new LatchkeyException(
					"The locked method " + LockOperation.describe(this.method) + " "
							+ ((this.shape == MethodShape.PLAIN) ? "returned" : "gave") + " a "
							+ ClassUtils.getDescriptiveType(later) + ((later != result) ? " inside of its result" : "")
							+ ", so its lock is released before its work is done.",
					remedy(later, result, content), null);
		}
	}

	private String remedy(Object later, Object result, @Nullable Object content) {
		LaterWork type = LaterWork.of(later);
		boolean canBeDeclared = (later == content && type == LaterWork.OF_REQUEST)
				|| (later == result && (later instanceof CompletionStage || MethodShape.isOfReactor(later)));
		return (canBeDeclared && this.shape == MethodShape.PLAIN)
				? "Declare it as the return type of the method, so that its end can be seen." : type.remedy();
	}

}
