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
import java.util.function.Supplier;

import org.aopalliance.aop.Advice;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.Ordered;

import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;

/**
 * Brings {@link HeldFileLock} and {@link PackLock} to the methods of beans. It stands
 * outside of transactions, whose advice comes last, and inside of what is put before all
 * advice, such as {@code @Async} and {@code @Retryable}.
 *
 * @since 0.1
 */
public final class HeldFileLockAdvisor extends AbstractPointcutAdvisor implements SmartInitializingSingleton {

	/** Before the advice of transactions, after that of others. */
	public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 100;

	private static final long serialVersionUID = 1L;

	/**
	 * One for all contexts: a proxy class is made again for each pointcut, and stays for
	 * the life of the JVM.
	 */
	private static final Pointcut POINTCUT = new LockedMethods();

	private final transient LockInterceptor advice;

	/**
	 * Creates an advisor. It is needed before other beans, so it asks for its own only
	 * when the first locked method is called.
	 * @param operations the operations
	 * @param executor the executor
	 */
	public HeldFileLockAdvisor(Supplier<LockedMethodCache> operations, Supplier<LockExecutor> executor) {
		this.advice = new LockInterceptor(operations, executor);
		setOrder(ORDER);
	}

	/**
	 * Looks up what the locks need, so that a bean which is first used when its context
	 * is closed finds the locks of that context, which are closed, and makes no new ones.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.advice.prepare();
	}

	@Override
	public Pointcut getPointcut() {
		return POINTCUT;
	}

	@Override
	public Advice getAdvice() {
		return this.advice;
	}

	private static final class LockedMethods extends StaticMethodMatcherPointcut {

		LockedMethods() {
			setClassFilter(LockAnnotations::isCandidate);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return !LockAnnotations.find(method, targetClass).isEmpty();
		}

	}

}
