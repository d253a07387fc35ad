package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.util.List;

/**
 * A method and its locks.
 *
 * @param method the method, of the bean's class
 * @param shape when its work is done
 * @param results looks at what it gives
 * @param operations the locks, the outermost first; never none
 * @param returnsOptional whether nothing is {@link java.util.Optional#empty()}
 * @param declaresInterruption whether callers expect an {@link InterruptedException}
 */
record LockedMethod(Method method, MethodShape shape, ResultCheck results, List<LockOperation> operations,
		boolean returnsOptional, boolean declaresInterruption) {

}
