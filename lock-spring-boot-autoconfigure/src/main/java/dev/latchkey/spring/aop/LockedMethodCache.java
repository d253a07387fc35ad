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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.MethodClassKey;

import dev.latchkey.LockOptions;
import dev.latchkey.LockTier;
import dev.latchkey.spring.annotation.HeldFileLock;
import dev.latchkey.spring.annotation.PackLock;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * Turns annotations into operations, once for each method of each class.
 *
 * @since 0.1
 */
public final class LockedMethodCache {

	private final Map<MethodClassKey, Optional<LockedMethod>> cache = new ConcurrentHashMap<>();

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final ConfigurableBeanFactory beanFactory;

	private final WhenBusy whenBusy;

	private final LockOptions options;

	private final boolean files;

	/**
	 * Creates an instance.
	 * @param beanFactory resolves placeholders
	 * @param whenBusy what {@link WhenBusy#DEFAULT} means
	 * @param options the times of held file locks whose annotation does not say them
	 * @param files whether locks are files, so that one can be given by its path
	 */
	public LockedMethodCache(ConfigurableBeanFactory beanFactory, WhenBusy whenBusy, LockOptions options,
			boolean files) {
		this.beanFactory = beanFactory;
		this.whenBusy = whenBusy;
		this.options = options;
		this.files = files;
	}

	/**
	 * Returns the names of the locks of all methods that have been looked at: those of
	 * all beans that have been created.
	 * @return the names, without keys; a blank one stands for locks that have none
	 */
	public Set<String> names() {
		return Set.copyOf(this.names);
	}

	/**
	 * Finds what a method of a bean asks for.
	 * @param method the method, possibly of an interface
	 * @param beanClass the class of the bean
	 * @return the method's locks, or {@code null} if it has none
	 * @throws LockDefinitionException if its annotations cannot work
	 */
	@Nullable LockedMethod find(Method method, Class<?> beanClass) {
		MethodClassKey key = new MethodClassKey(method, beanClass);
		Optional<LockedMethod> found = this.cache.get(key);
		if (found == null) {
			found = this.cache.computeIfAbsent(key, (same) -> Optional.ofNullable(make(method, beanClass)));
		}
		return found.orElse(null);
	}

	private @Nullable LockedMethod make(Method method, Class<?> beanClass) {
		LockAnnotations annotations = LockAnnotations.find(method, beanClass);
		if (annotations.isEmpty()) {
			return null;
		}
		Method specific = LockAnnotations.mostSpecific(method, beanClass);
		MethodShape shape = MethodShape.of(specific, beanClass);
		boolean declaresInterruption = Arrays.stream(method.getExceptionTypes())
			.anyMatch((type) -> type.isAssignableFrom(InterruptedException.class));
		return new LockedMethod(specific, shape, ResultCheck.of(specific, beanClass, shape),
				operations(annotations, specific, beanClass), specific.getReturnType() == Optional.class,
				declaresInterruption);
	}

	private List<LockOperation> operations(LockAnnotations annotations, Method method, Class<?> beanClass) {
		AnnotationText text = new AnnotationText(this.beanFactory, method);
		BusyPolicy busy = new BusyPolicy(text, method, beanClass, this.whenBusy);
		HeldFileLockReader reader = new HeldFileLockReader(text, method, beanClass, this.options, this.files);
		List<Placed> operations = new ArrayList<>();
		for (HeldFileLock annotation : annotations.heldFiles()) {
			this.names.add(text.resolve("name", annotation.value()));
			operations.add(new Placed(reader.tier(annotation), reader.read(annotation, busy)));
		}
		for (PackLock annotation : annotations.packs()) {
			operations
				.add(new Placed(LockTier.PER_PACK, PackLockReader.read(annotation, text, method, beanClass, busy)));
		}
		return operations.stream().sorted(Comparator.comparingInt(Placed::rank)).map(Placed::operation).toList();
	}

	/** The sort is stable, so within a tier the order is that of writing. */
	private record Placed(@Nullable LockTier tier, LockOperation operation) {

		int rank() {
			return (this.tier != null) ? Arrays.asList(LockTier.values()).indexOf(this.tier) : -1;
		}

	}

}
