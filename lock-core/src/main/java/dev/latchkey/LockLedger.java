package dev.latchkey;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows what this process holds and waits for, from what a {@link LockListener} hears.
 */
public final class LockLedger implements LockListener {

	private final Set<LockHold> holds = ConcurrentHashMap.newKeySet();

	private final Set<LockWait> waits = ConcurrentHashMap.newKeySet();

	/**
	 * Return what is held now, oldest first.
	 * @return a snapshot
	 */
	public List<LockHold> holds() {
		return this.holds.stream().sorted(Comparator.comparing(LockHold::acquiredAt)).toList();
	}

	/**
	 * Return what is waited for now, longest first.
	 * @return a snapshot
	 */
	public List<LockWait> waits() {
		return this.waits.stream().sorted(Comparator.comparing(LockWait::since)).toList();
	}

	@Override
	public void waiting(LockWait wait) {
		this.waits.add(wait);
	}

	@Override
	public void waitEnded(LockWait wait) {
		this.waits.remove(wait);
	}

	@Override
	public void acquired(LockHold hold) {
		this.holds.add(hold);
	}

	@Override
	public void released(LockHold hold) {
		this.holds.remove(hold);
	}

	@Override
	public void lost(LockHold hold, String reason) {
		this.holds.remove(hold);
	}

}
