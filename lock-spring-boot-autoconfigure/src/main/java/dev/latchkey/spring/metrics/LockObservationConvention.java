package dev.latchkey.spring.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of locks and their key values. A bean of this type replaces the
 * {@link DefaultLockObservationConvention default}; a
 * {@link io.micrometer.observation.GlobalObservationConvention} that supports
 * {@link LockObservationContext} does so where there is no such bean.
 */
public interface LockObservationConvention extends ObservationConvention<LockObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof LockObservationContext;
	}

}
