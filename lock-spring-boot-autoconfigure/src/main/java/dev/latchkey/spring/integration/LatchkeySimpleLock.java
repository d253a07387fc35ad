package dev.latchkey.spring.integration;

import java.util.Optional;

import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;

/**
 * A hold as ShedLock knows it: used up by being unlocked or extended.
 */
final class LatchkeySimpleLock extends AbstractSimpleLock {

	private final LatchkeyLimitedHold hold;

	LatchkeySimpleLock(LockConfiguration configuration, LatchkeyLimitedHold hold) {
		super(configuration);
		this.hold = hold;
	}

	@Override
	protected void doUnlock() {
		this.hold.close();
	}

	@Override
	protected Optional<SimpleLock> doExtend(LockConfiguration configuration) {
		return this.hold.extend(configuration) ? Optional.of(new LatchkeySimpleLock(configuration, this.hold))
				: Optional.empty();
	}

}
