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
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * One process of this machine runs this scheduled method at each time of its cron
 * expression; the others skip it. An instance whose scheduler is late, because its thread
 * is busy with another job, skips a time at which the method has run already, however
 * short that run was.
 *
 * <p>
 * It is a {@link HeldFileLock} that tries once, skips when busy, and leaves the lock
 * alone for a time. The method must be skippable: it returns nothing, or an
 * {@link java.util.Optional}, or something nullable.
 *
 * @since 0.1
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@HeldFileLock(waitTime = "0", whenBusy = WhenBusy.SKIP)
public @interface ScheduledLock {

	/**
	 * The name of the lock, as of {@link HeldFileLock#value()}.
	 * @return the name
	 */
	@AliasFor(annotation = HeldFileLock.class, attribute = "value")
	String value();

	/**
	 * How long the lock is left alone after the method began, even if it ends earlier or
	 * its process dies, as of {@link HeldFileLock#lockAtLeastFor()}.
	 * @return a duration with its unit, for methods that have no cron expression; by
	 * default until the next time of the cron expression
	 */
	@AliasFor(annotation = HeldFileLock.class, attribute = "lockAtLeastFor")
	String lockAtLeastFor() default HeldFileLock.NEXT_RUN;

}
