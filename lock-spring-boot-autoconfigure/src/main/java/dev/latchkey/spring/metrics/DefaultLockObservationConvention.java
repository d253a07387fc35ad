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

package dev.latchkey.spring.metrics;

import io.micrometer.common.KeyValues;

/**
 * The convention unless there is another: {@code kind} and {@code name}, of few values
 * each.
 *
 * @since 0.1
 */
public class DefaultLockObservationConvention implements LockObservationConvention {

	@Override
	public KeyValues getLowCardinalityKeyValues(LockObservationContext context) {
		return KeyValues.of("type", context.lock().type().label(), "name", MeteredName.of(context.lock()));
	}

	@Override
	public String getContextualName(LockObservationContext context) {
		return context.getName() + " " + MeteredName.of(context.lock());
	}

}
