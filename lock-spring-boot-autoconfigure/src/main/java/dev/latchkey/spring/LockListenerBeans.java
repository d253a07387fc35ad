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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

import dev.latchkey.LockEvent;
import dev.latchkey.LockListener;

/**
 * The listeners among the beans of an application. They are looked up when the first of
 * them is needed, so that a listener may use beans that use locks.
 *
 * <p>
 * Events that occur while a listener is being created are kept, and published in order as
 * soon as the listener exists.
 *
 * @since 0.1
 */
public final class LockListenerBeans implements SmartInitializingSingleton {

	private final ObjectProvider<LockListener> beans;

	private final List<LockEvent> kept = new ArrayList<>();

	private volatile @Nullable LockListener listener;

	/**
	 * Creates an instance that looks nothing up yet.
	 * @param beans the listeners
	 */
	public LockListenerBeans(ObjectProvider<LockListener> beans) {
		this.beans = beans;
	}

	/**
	 * Returns the listener that stands for all. It is no bean, because it would be one of
	 * those that it calls.
	 * @return the listener
	 */
	public LockListener listener() {
		return this::publish;
	}

	/** A listener that cannot be created fails the start, also when beans are lazy. */
	@Override
	public void afterSingletonsInstantiated() {
		LockListener unused = find(null);
	}

	private void publish(LockEvent event) {
		LockListener listener = this.listener;
		if (listener == null) {
			listener = find(event);
		}
		if (listener != null) {
			listener.onEvent(event);
		}
	}

	private @Nullable LockListener find(@Nullable LockEvent event) {
		LockListener found = lookUp();
		synchronized (this.kept) {
			if (this.listener == null) {
				if (found == null) {
					if (event != null) {
						this.kept.add(event);
					}
					return null;
				}
				this.kept.forEach(found::onEvent);
				this.kept.clear();
				this.listener = found;
			}
			return this.listener;
		}
	}

	/** Called without the monitor: beans may be created, and wait for other threads. */
	private @Nullable LockListener lookUp() {
		try {
			return LockListener.of(this.beans.orderedStream().toList());
		}
		catch (BeanCreationException ex) {
			if (ex.contains(BeanCurrentlyInCreationException.class)) {
				return null;
			}
			throw ex;
		}
	}

}
