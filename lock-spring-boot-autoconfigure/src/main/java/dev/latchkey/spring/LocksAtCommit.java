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
