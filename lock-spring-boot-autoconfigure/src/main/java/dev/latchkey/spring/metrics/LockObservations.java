package dev.latchkey.spring.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockLostException;
import dev.latchkey.LockWait;

/**
 * Observes how long locks are waited for, {@code latchkey.lock.wait}, and held,
 * {@code latchkey.lock.hold}. A hold that ends with a loss is an error.
 */
public final class LockObservations implements LockListener {

	/** The name of the observation of a wait. */
	public static final String WAIT = "latchkey.lock.wait";

	/** The name of the observation of a hold. */
	public static final String HOLD = "latchkey.lock.hold";

	private final ObservationRegistry registry;

	private final LockObservationConvention convention;

	private final Map<Object, Observation> running = new ConcurrentHashMap<>();

	/**
	 * Create observations.
	 * @param registry where they are
	 * @param convention what they are told with
	 */
	public LockObservations(ObservationRegistry registry, LockObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public void waiting(LockWait wait) {
		start(WAIT, wait, wait.id());
	}

	@Override
	public void waitEnded(LockWait wait) {
		stop(wait, null);
	}

	@Override
	public void acquired(LockHold hold) {
		start(HOLD, hold, hold.id());
	}

	@Override
	public void released(LockHold hold) {
		stop(hold, null);
	}

	@Override
	public void lost(LockHold hold, String reason) {
		stop(hold, new LockLostException(hold.id(), reason));
	}

	private void start(String name, Object key, LockId lock) {
		if (!this.registry.isNoop()) {
			Observation observation = Observation.createNotStarted(name, () -> new LockObservationContext(lock),
					this.registry);
			this.running.put(key, observation.observationConvention(this.convention).start());
		}
	}

	private void stop(Object key, @Nullable Throwable error) {
		Observation observation = this.running.remove(key);
		if (observation != null) {
			if (error != null) {
				Observation unused = observation.error(error);
			}
			observation.stop();
		}
	}

}
