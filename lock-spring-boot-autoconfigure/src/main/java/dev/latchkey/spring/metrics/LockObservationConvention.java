package dev.latchkey.spring.metrics;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * What observations of locks are told with: {@code kind} and {@code name}, of few values
 * each. An application may have a bean of its own.
 */
public class LockObservationConvention implements ObservationConvention<LockObservationContext> {

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof LockObservationContext;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(LockObservationContext context) {
		return KeyValues.of("kind", context.lock().kind().label(), "name", MeteredName.of(context.lock()));
	}

	@Override
	public String getContextualName(LockObservationContext context) {
		return context.getName() + " " + MeteredName.of(context.lock());
	}

}
