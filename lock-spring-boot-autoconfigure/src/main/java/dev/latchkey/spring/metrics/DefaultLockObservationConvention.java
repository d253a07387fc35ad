package dev.latchkey.spring.metrics;

import io.micrometer.common.KeyValues;

/**
 * The convention unless there is another: {@code kind} and {@code name}, of few values
 * each.
 */
public class DefaultLockObservationConvention implements LockObservationConvention {

	@Override
	public KeyValues getLowCardinalityKeyValues(LockObservationContext context) {
		return KeyValues.of("kind", context.lock().kind().label(), "name", MeteredName.of(context.lock()));
	}

	@Override
	public String getContextualName(LockObservationContext context) {
		return context.getName() + " " + MeteredName.of(context.lock());
	}

}
