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
 * At most one process of this machine, and in it one call, runs this method for a pack at
 * a time. A pack is a directory, which must exist; the lock stands on
 * {@link LockTier#PER_PACK}.
 *
 * <p>
 * It is never joined: a call that already holds the pack on the same thread, or in the
 * same subscription, ends with a {@code LockReentryException}, at once. In all else it is
 * as {@link HeldFileLock} is.
 *
 * @since 0.1
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(PackLock.List.class)
@Documented
public @interface PackLock {

	/**
	 * The pack, as a SpEL expression over the arguments that gives a
	 * {@link java.nio.file.Path}, a {@link java.io.File} or a {@link String}, as that of
	 * {@link HeldFileLock#path()}.
	 * @return the expression, such as {@code #pack} or {@code #p0.directory}
	 */
	String value();

	/**
	 * Which calls are locked, as in {@link HeldFileLock#condition()}.
	 * @return the expression; empty for all calls
	 */
	String condition() default "";

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

	/**
	 * The method that is called, without the lock, when it stayed busy, as in
	 * {@link HeldFileLock#fallback()}.
	 * @return the name of the method, which implies {@link WhenBusy#FALLBACK}
	 */
	String fallback() default "";

	/**
	 * When the lock is released if the method is called in a transaction, as in
	 * {@link HeldFileLock#releaseAfter()}. Until then a later call in the same
	 * transaction has the pack again, one after the other.
	 * @return after what
	 */
	ReleaseAfter releaseAfter() default ReleaseAfter.DEFAULT;

	/**
	 * Several packs of one method. Two packs at once are against the lock order: use it
	 * only where that is not enforced.
	 */
	@Target({ ElementType.METHOD, ElementType.TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@interface List {

		/**
		 * The packs, in the order in which they are locked.
		 * @return the packs
		 */
		PackLock[] value();

	}

}
