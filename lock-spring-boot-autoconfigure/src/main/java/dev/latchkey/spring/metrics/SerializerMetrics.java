package dev.latchkey.spring.metrics;

import java.util.Optional;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.latchkey.keyed.MutationSerializer;

/**
 * The gauge {@code latchkey.locks.queue.size}: how many tasks of the mutation serializer
 * wait for their turn, of all keys.
 */
public final class SerializerMetrics implements MeterBinder {

	private final Supplier<Optional<MutationSerializer>> serializer;

	/**
	 * Create the meter.
	 * @param serializer finds the serializer, empty while it is not used
	 */
	public SerializerMetrics(Supplier<Optional<MutationSerializer>> serializer) {
		this.serializer = serializer;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge gauge = Gauge.builder("latchkey.locks.queue.size", this, SerializerMetrics::waiting)
			.description("Tasks of the mutation serializer that wait for their turn")
			.register(registry);
		assert gauge != null;
	}

	private double waiting() {
		return this.serializer.get()
			.stream()
			.flatMap((serializer) -> serializer.waitingTasks().values().stream())
			.mapToInt(Integer::intValue)
			.sum();
	}

}
