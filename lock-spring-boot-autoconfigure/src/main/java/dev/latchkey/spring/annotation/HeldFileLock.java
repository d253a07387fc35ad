package dev.latchkey.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * At most one process of this machine, and in it one thread, runs this method at a time.
 * The lock's file exists in {@code latchkey.directory} while the lock is held; when its
 * holder dies, the next one gets the lock at once.
 *
 * <p>
 * On a type it stands for every method of its beans that can be called from outside,
 * other than those of {@link Object}; an annotation on the method goes before it. It may
 * be on interfaces, and on annotations of your own. Like all advice of proxies it does
 * nothing for calls within one object.
 *
 * <p>
 * A call that already holds the lock on the same thread joins it. The lock is taken
 * before a transaction begins and released after it has ended.
 *
 * <p>
 * The method must have done its work when it returns: futures, publishers and suspending
 * functions are refused at start-up, and so are methods that a proxy cannot intercept.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface HeldFileLock {

	/**
	 * The name of the lock. Methods with the same name exclude each other, in all
	 * processes that have the same lock directory.
	 * @return any text that is not blank; <code>${…}</code> is replaced by properties
	 */
	String value();

	/**
	 * What to tell apart under one name, as a SpEL expression over the arguments:
	 * {@code #order.id}, or {@code #p0} for the first. Methods with different keys do not
	 * exclude each other. The result must not be {@code null}; its text is the key.
	 * @return the expression; empty for one lock for all calls
	 */
	String key() default "";

	/**
	 * How long to wait for a busy lock at the most.
	 * @return a duration such as {@code 10s} or {@code PT10S}, where {@code 0} means to
	 * try once; <code>${…}</code> is replaced by properties; empty for
	 * {@code latchkey.wait-time}
	 */
	String waitTime() default "";

	/**
	 * What happens when the lock stayed busy for so long.
	 * @return what to do instead
	 */
	WhenBusy whenBusy() default WhenBusy.DEFAULT;

}
