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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A method and its locks.
 *
 * @param method the method, of the bean's class
 * @param shape when its work is done
 * @param results looks at what it gives
 * @param operations the locks, the outermost first; none only for a call whose conditions
 * are all false
 * @param returnsOptional whether nothing is {@link java.util.Optional#empty()}
 * @param declaresInterruption whether callers expect an {@link InterruptedException}
 */
record LockedMethod(Method method, MethodShape shape, ResultCheck results, List<LockOperation> operations,
		boolean returnsOptional, boolean declaresInterruption) {

	/**
	 * Finds the locks of a call by their conditions.
	 * @param arguments the arguments of the call
	 * @return the method with those locks, possibly none
	 */
	LockedMethod inForce(@Nullable Object[] arguments) {
		for (int i = 0; i < this.operations.size(); i++) {
			if (this.operations.get(i).condition() != null) {
				return with(this.operations.stream().filter((operation) -> operation.isInForce(arguments)).toList());
			}
		}
		return this;
	}

	private LockedMethod with(List<LockOperation> others) {
		return new LockedMethod(this.method, this.shape, this.results, others, this.returnsOptional,
				this.declaresInterruption);
	}

	/** Whether results must be looked at: without a lock they may be done later. */
	boolean isResultChecked() {
		return !this.operations.isEmpty() && this.results.isNeeded();
	}

	void requireDone(@Nullable Object result) {
		if (isResultChecked()) {
			this.results.requireDone(result);
		}
	}

}
