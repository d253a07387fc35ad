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

package dev.latchkey.spring;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

import dev.latchkey.LockLostException;

/**
 * Keeps a transaction from committing if a lock was lost that a scope around it has. Each
 * transaction manager that is a bean calls it before a commit; those of reactive
 * transactions do not say for which subscription, and are left alone.
 *
 * <p>
 * The locks that the transaction itself keeps are the concern of its synchronization.
 *
 * @since 0.1
 */
public final class LocksAtCommit implements BeanPostProcessor, TransactionExecutionListener, PriorityOrdered {

	/** Before other post-processors, which may need a transaction manager themselves. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof PlatformTransactionManager && bean instanceof ConfigurableTransactionManager manager) {
			manager.addListener(this);
		}
		return bean;
	}

	/**
	 * Refuses to commit without a lock that a scope of this thread has.
	 * @throws LockLostException if one was lost; the transaction is rolled back then
	 */
	@Override
	public void beforeCommit(TransactionExecution transaction) {
		LockContext.requireHeld();
	}

}
