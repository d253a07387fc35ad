package dev.latchkey.spring.metrics;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import dev.latchkey.Deadlock;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.LockOrderException;
import dev.latchkey.internal.acquire.ActiveLocks;

/**
 * Counts what happens to the locks of this process: {@code latchkey.locks.held} and
 * {@code .waiting} are gauges; {@code .timeouts}, {@code .lost}, {@code .stalled} and
 * {@code .stale.broken} are counters with the tags {@code kind} and {@code name};
 * {@code .tier.violations} and {@code .deadlocks} are some without.
 */
public final class LockMetrics implements LockListener, MeterBinder {

	private static final String PREFIX = "latchkey.locks.";

	private final MeterRegistry registry;

	private final ActiveLocks ledger;

	/**
	 * Create meters.
	 * @param registry where they are
	 * @param ledger what is held and waited for
	 */
	public LockMetrics(MeterRegistry registry, ActiveLocks ledger) {
		this.registry = registry;
		this.ledger = ledger;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge held = Gauge.builder(PREFIX + "held", this.ledger, (ledger) -> ledger.holds().size())
			.description("Locks that this process holds")
			.register(registry);
		Gauge waiting = Gauge.builder(PREFIX + "waiting", this.ledger, (ledger) -> ledger.waits().size())
			.description("Threads of this process that wait for a lock")
			.register(registry);
		assert held != waiting;
	}

	@Override
	public void timedOut(LockId id, Duration waited) {
		count("timeouts", "Waits that ended without the lock", id);
	}

	@Override
	public void lost(LockHold hold, String reason) {
		count("lost", "Locks that were lost while their work went on", hold.id());
	}

	@Override
	public void stalled(LockId id, List<LockHolder> owners) {
		count("stalled", "Holders of wanted locks that were found to be stopped or to hang", id);
	}

	@Override
	public void staleBroken(LockId id, LockHolder owner) {
		count("stale.broken", "Locks that were taken from a dead or stalled owner", id);
	}

	@Override
	public void outOfOrder(LockOrderException problem) {
		Counter.builder(PREFIX + "tier.violations")
			.description("Locks that were asked for out of order")
			.register(this.registry)
			.increment();
	}

	@Override
	public void deadlocked(Deadlock deadlock) {
		Counter.builder(PREFIX + "deadlocks")
			.description("Deadlocks that a wait of this process was part of")
			.register(this.registry)
			.increment();
	}

	private void count(String name, String description, LockId id) {
		Counter.builder(PREFIX + name)
			.description(description)
			.tags(Tags.of("kind", id.kind().label(), "name", MeteredName.of(id)))
			.register(this.registry)
			.increment();
	}

}
