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

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.validation.beanvalidation.MethodValidationInterceptor;

/**
 * Lets the arguments of locked methods be validated before the lock is taken. Method
 * validation adds its advice to the end of a proxy that exists already, which is inside
 * of the lock; here it is moved to just outside.
 *
 * @since 0.1
 */
public final class ValidationBeforeLocks implements BeanPostProcessor {

	/**
	 * This has no order, so it comes after the post-processor of method validation.
	 */
	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof Advised proxy && !proxy.isFrozen()) {
			Advisor[] advisors = proxy.getAdvisors();
			int lock = 0;
			while (lock < advisors.length && !(advisors[lock] instanceof HeldFileLockAdvisor)) {
				lock++;
			}
			for (int i = lock + 1; i < advisors.length; i++) {
				if (isValidation(advisors[i])) {
					proxy.removeAdvisor(advisors[i]);
					proxy.addAdvisor(lock, advisors[i]);
				}
			}
		}
		return bean;
	}

	/** Other kinds of advisors are not asked for their advice, which they may make. */
	private static boolean isValidation(Advisor advisor) {
		return advisor instanceof DefaultPointcutAdvisor && advisor.getAdvice() instanceof MethodValidationInterceptor;
	}

}
