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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import dev.latchkey.LockOptions;
import dev.latchkey.LockTier;
import dev.latchkey.spring.LeastTime;
import dev.latchkey.spring.LockKeyResolver;
import dev.latchkey.spring.LockName;
import dev.latchkey.spring.LockRef;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Reads {@link HeldFileLock}.
 */
final class HeldFileLockReader {

	/** A variable or a template somewhere in a text. */
	private static final Pattern EXPRESSION = Pattern.compile("#[\\p{L}_{]");

	private final AnnotationText text;

	private final Method method;

	private final Class<?> beanClass;

	private final LockOptions standard;

	private final boolean files;

	HeldFileLockReader(AnnotationText text, Method method, Class<?> beanClass, LockOptions standard, boolean files) {
		this.text = text;
		this.method = method;
		this.beanClass = beanClass;
		this.standard = standard;
		this.files = files;
	}

	LockOperation read(HeldFileLock annotation, BusyPolicy busy) {
		return new LockOperation(requests(annotation, busy), busy.fallback(annotation.fallback()),
				condition(annotation));
	}

	private @Nullable LockConditionExpression condition(HeldFileLock annotation) {
		String name = StringUtils.hasText(annotation.path()) ? null : name(annotation);
		return this.text.condition(annotation.condition(), name, this.beanClass);
	}

	private Function<@Nullable Object[], LockRequest> requests(HeldFileLock annotation, BusyPolicy busy) {
		if (StringUtils.hasText(annotation.path())) {
			if (!this.files) {
				throw this.text.refused("The path of",
						"names a file, and with latchkey.backend=lock-registry locks have names",
						"Give it a name and a key instead, which all machines know.", null);
			}
			if (StringUtils.hasText(annotation.value()) || StringUtils.hasText(annotation.key())
					|| StringUtils.hasText(annotation.keyResolver())) {
				throw this.text.refused("The path of",
						"stands beside a name, a key or a key resolver, and is already the whole lock",
						"Leave one of them out.", null);
			}
			LockPathExpression path = LockPathExpression.parse("path", this.text.resolve("path", annotation.path()),
					this.method, this.beanClass, this.text.home());
			LockRequest anywhere = request(annotation, busy, new LockRef.HeldFile(Path.of("")));
			return (arguments) -> anywhere.ref(new LockRef.HeldFile(path.evaluate(arguments)));
		}
		String name = name(annotation);
		LockRequest request = request(annotation, busy, new LockName(name, null));
		Supplier<LockKeyResolver> resolver = this.text.keyResolver(annotation.keyResolver());
		if (!StringUtils.hasText(annotation.key())) {
			return (resolver != null) ? (arguments) -> request.key(resolver.get()) : (arguments) -> request;
		}
		LockKeyExpression key = LockKeyExpression.parse(this.text.resolve("key", annotation.key()), name, this.method,
				this.beanClass);
		return (resolver != null) ? (arguments) -> request.key(key.evaluate(arguments), resolver.get())
				: (arguments) -> request.key(key.evaluate(arguments));
	}

	private LockRequest request(HeldFileLock annotation, BusyPolicy busy, LockRef ref) {
		Duration waitTime = this.text.duration("wait time", annotation.waitTime());
		LeastTime leastTime = leastTime(annotation, waitTime);
		return new LockRequest(ref, waitTime, busy.effective(annotation.whenBusy(), annotation.fallback()),
				options(annotation), tier(annotation), LockOperation.describe(this.method), annotation.releaseAfter(),
				leastTime);
	}

	private @Nullable LeastTime leastTime(HeldFileLock annotation, @Nullable Duration waitTime) {
		String time = this.text.resolve("lockAtLeastFor", annotation.lockAtLeastFor());
		if (!StringUtils.hasText(time)) {
			return null;
		}
		if (!this.files) {
			throw this.text.refused("The lockAtLeastFor of",
					"is kept beside the lock's file, and with latchkey.backend=lock-registry there is none",
					"Write @HeldFileLock(value = …, waitTime = \"0\", whenBusy = WhenBusy.SKIP) instead, and let the "
							+ "method find out whether its work was done already.",
					null);
		}
		if (waitTime != null && !waitTime.isZero()) {
			throw this.text.refused("The waitTime of", "stands beside a lockAtLeastFor, which is never waited for",
					"Leave waitTime out: the lock is tried once.", null);
		}
		if (time.equals(HeldFileLock.NEXT_RUN)) {
			return NextRun.of(this.method, this.text);
		}
		Duration duration = this.text.duration("lockAtLeastFor", time);
		if (duration == null || duration.isZero()) {
			throw this.text.refused("The lockAtLeastFor of", "is zero", "Give it a time, or leave it out.", null);
		}
		FixedRates.compare(duration, this.method, this.text);
		return LeastTime.of(duration);
	}

	private String name(HeldFileLock annotation) {
		String name = this.text.resolve("name", annotation.value());
		if (!StringUtils.hasText(name)) {
			throw new LockDefinitionException("The lock on " + LockOperation.describe(this.method) + " has no name.",
					"Give it one, as in @HeldFileLock(\"catalog\"); methods with the same name exclude each other.",
					null);
		}
		if (EXPRESSION.matcher(name).find()) {
			throw this.text.refused("The name '" + name + "' of", "looks like an expression, and names are texts",
					"Give the lock a name, and write the expression as its key, as in "
							+ "@HeldFileLock(value = \"catalog\", key = \"#id\").",
					null);
		}
		return name;
	}

	private @Nullable LockOptions options(HeldFileLock annotation) {
		Duration staleAfter = this.text.duration("stale-after", annotation.staleAfter());
		Duration heartbeat = this.text.duration("heartbeat interval", annotation.heartbeatInterval());
		if (staleAfter == null && heartbeat == null) {
			return null;
		}
		try {
			if (heartbeat == null && staleAfter != null) {
				return LockOptions.ofStaleAfter(staleAfter);
			}
			return LockOptions.of((staleAfter != null) ? staleAfter : this.standard.staleAfter(),
					(heartbeat != null) ? heartbeat : this.standard.heartbeatInterval());
		}
		catch (IllegalArgumentException ex) {
			throw this.text.refused("The staleAfter and heartbeatInterval of", "cannot be: " + ex.getMessage(),
					"Give only staleAfter, or both, in such a proportion.", ex);
		}
	}

	@Nullable LockTier tier(HeldFileLock annotation) {
		LockTier[] tier = annotation.tier();
		if (tier.length > 1) {
			throw this.text.refused("The tier of", "is " + Arrays.toString(tier) + ", and a lock stands on one tier",
					"Write the one that fits in @HeldFileLock(tier = …), or leave it out.", null);
		}
		return (tier.length > 0) ? tier[0] : null;
	}

}
