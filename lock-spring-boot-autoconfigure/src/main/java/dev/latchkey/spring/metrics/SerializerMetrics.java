package dev.latchkey.spring.metrics;

import java.util.Collection;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.latchkey.keyed.MutationSerializer;

/**
 * The gauge {@code latchkey.locks.queue.size}: how many tasks of the mutation serializer
 * wait for their turn, of all keys.
 */
public final class SerializerMetrics implements MeterBinder {

	private final MutationSerializer serializer;

	/**
	 * Create the meter.
	 * @param serializer the serializer
	 */
	public SerializerMetrics(MutationSerializer serializer) {
		this.serializer = serializer;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge gauge = Gauge.builder("latchkey.locks.queue.size", this.serializer, SerializerMetrics::waiting)
			.description("Tasks of the mutation serializer that wait for their turn")
			.register(registry);
		assert gauge != null;
	}

	private static double waiting(MutationSerializer serializer) {
		Collection<Integer> waiting = serializer.waitingTasks().values();
		return waiting.stream().mapToInt(Integer::intValue).sum();
	}

}
