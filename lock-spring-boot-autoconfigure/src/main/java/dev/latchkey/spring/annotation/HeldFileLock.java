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

package dev.latchkey.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.latchkey.LockTier;

/**
 * At most one process of this machine, and in it one call, runs this method at a time.
 * The lock's file in {@code latchkey.directory} stays, and is locked while the lock is
 * held; when its holder dies, the next one gets the lock at once.
 *
 * <p>
 * On a type it stands for every method of its beans that can be called from outside,
 * other than those of {@link Object}; an annotation on the method goes before it. It may
 * be on interfaces, and on annotations of your own. Several of them are taken one after
 * the other: those on no {@link #tier()} first, then by tier, and as they are written
 * otherwise. Like all advice of proxies it does nothing for calls within one object;
 * methods that a proxy cannot intercept are refused at start-up.
 *
 * <p>
 * A call that already holds the lock on the same thread, or in the same subscription,
 * joins it. If it was lost while the method ran, the call ends with a
 * {@code LockLostException}.
 *
 * <p>
 * The lock is taken before a transaction of the method begins, and released after that
 * has ended. A method that is called in a transaction keeps its lock until that has
 * committed or rolled back, and the transaction does not commit if the lock was lost; a
 * later call in the same transaction has the lock already. See {@link #releaseAfter()}.
 *
 * <p>
 * The return type of the method decides how long the lock is held. With a
 * {@link java.util.concurrent.CompletionStage} the caller waits for the lock, which is
 * held until the stage completes, and all failures come through the stage. With Reactor's
 * {@code Mono} and {@code Flux} a subscription waits for the lock, without blocking the
 * thread that subscribes, and the method runs under it, once for each subscription, until
 * that ends or is cancelled. With Spring MVC's {@code DeferredResult} and emitters, also
 * in a {@code ResponseEntity}, the lock is held until the result ends. Whatever else
 * stands for work that goes on or only begins after the method has returned is refused at
 * start-up: other futures and publishers, suspending functions, {@code Callable},
 * {@code Stream}, {@code StreamingResponseBody}.
 *
 * @since 0.1
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(HeldFileLock.List.class)
@Documented
public @interface HeldFileLock {

	/**
	 * For {@link #lockAtLeastFor()}: until the next time of the method's cron
	 * expressions.
	 */
	String NEXT_RUN = "next-run";

	/**
	 * The name of the lock. Methods with the same name exclude each other, in all
	 * processes that have the same lock directory.
	 * @return any text that is not blank; <code>${…}</code> is replaced by properties.
	 * Empty only with a {@link #path()}
	 */
	String value() default "";

	/**
	 * The key that distinguishes locks of one name, as a SpEL expression over the
	 * arguments: {@code #order.id}, or {@code #p0} for the first. Methods with different
	 * keys do not exclude each other. The result must not be {@code null}; its text is
	 * the key. What has no text of its own makes no key, and no part of one: collections,
	 * maps, arrays, optionals, objects without a {@code toString()}, and records in which
	 * there is one of these, are refused, at start-up where the declared types show it.
	 * @return the expression; empty for one lock for all calls
	 */
	String key() default "";

	/**
	 * The bean that adds what the arguments do not say to the {@link #key()}, such as the
	 * tenant: a {@code dev.latchkey.spring.LockKeyResolver}. Calls for which it gives
	 * different parts do not exclude each other. The bean is asked for the locks that
	 * name it, and for no others.
	 * @return the name of the bean; empty for a key of the arguments alone
	 */
	String keyResolver() default "";

	/**
	 * The lock's file, which exists while the lock is held, instead of a name, as a SpEL
	 * expression over the arguments that gives a {@link java.nio.file.Path}, a
	 * {@link java.io.File} or a {@link String}, which may begin with {@code ~/}. A
	 * relative one depends on where the process was started, and is warned of. It is
	 * refused at start-up where {@code latchkey.backend} is {@code lock-registry}.
	 * @return the expression, such as {@code #workspace.resolve('sync.lock')}; empty for
	 * a lock that has a name
	 */
	String path() default "";

	/**
	 * Which calls are locked, as a SpEL expression over the arguments that gives a
	 * boolean, such as {@code #order.urgent} or {@code #count > 100}. A call for which it
	 * is false runs as if this annotation were not there: without this lock, also while
	 * another call holds it. It is evaluated for each call, or subscription, before the
	 * method's first lock is taken. Other locks of the method have their own conditions.
	 * @return the expression; empty for all calls
	 */
	String condition() default "";

	/**
	 * How long to wait for a busy lock at the most.
	 * @return a duration such as {@code 10s} or {@code PT10S}, with its unit, where
	 * {@code 0} means to try once; <code>${…}</code> is replaced by properties; empty for
	 * {@code latchkey.wait-time}
	 */
	String waitTime() default "";

	/**
	 * How long the lock is left alone after it was acquired, even if the method ends
	 * earlier or its process dies. It is tried once, without a {@link #waitTime()}, and
	 * is busy until the time of its last acquisition is over. Locks without this
	 * attribute do not respect the time, and a call that joins does not begin it. It is
	 * refused at start-up where {@code latchkey.backend} is {@code lock-registry}.
	 * @return a duration with its unit, {@link #NEXT_RUN} for a method that is
	 * {@code @Scheduled(cron = …)}, or empty for no such time
	 * @see ScheduledLock
	 */
	String lockAtLeastFor() default "";

	/**
	 * What happens when the lock stayed busy for so long.
	 * @return what to do instead
	 */
	WhenBusy whenBusy() default WhenBusy.DEFAULT;

	/**
	 * The method that is called, without the lock, when it stayed busy: of the same
	 * object, with the same parameters, and a result that this method may return. Its own
	 * lock annotations are not looked at.
	 * @return the name of the method, which implies {@link WhenBusy#FALLBACK}
	 */
	String fallback() default "";

	/**
	 * How old the last heartbeat must be for the holder to be reported as stalled, and
	 * for a {@link #path()} to look abandoned to programs that take no flock; and with
	 * {@code latchkey.backend=lock-registry} to all others: the time to live of the lock.
	 * @return a duration; empty for {@code latchkey.held-file.stale-after}
	 */
	String staleAfter() default "";

	/**
	 * How often the holder shows that it lives.
	 * @return a duration below {@link #staleAfter()}; empty for a third of that if it is
	 * given, and otherwise for {@code latchkey.held-file.heartbeat-interval}
	 */
	String heartbeatInterval() default "";

	/**
	 * Where the lock stands in the global lock order: a call that holds a lock may ask
	 * for locks of later tiers only.
	 * @return the tier, at most one; empty for a lock that is not in the order
	 */
	LockTier[] tier() default {};

	/**
	 * When the lock is released if the method is called in a transaction.
	 * @return after what, which is the transaction unless {@code latchkey.release-after}
	 * says otherwise
	 */
	ReleaseAfter releaseAfter() default ReleaseAfter.DEFAULT;

	/**
	 * Several locks of one method.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface List {

		/**
		 * The locks, in the order in which they are taken.
		 * @return the locks
		 */
		HeldFileLock[] value();

	}

}
