package dev.latchkey.spring.shedlock;

import java.util.Optional;

import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;

/**
 * A hold as ShedLock knows it: used up by being unlocked or extended.
 */
final class LatchkeySimpleLock extends AbstractSimpleLock {

	private final LimitedHold hold;

	LatchkeySimpleLock(LockConfiguration configuration, LimitedHold hold) {
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
