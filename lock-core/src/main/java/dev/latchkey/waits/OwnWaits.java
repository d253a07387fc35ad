package dev.latchkey.waits;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockLedger;
import dev.latchkey.LockWait;

/**
 * The waits of this process, with what their threads hold.
 */
final class OwnWaits {

	/** Who has more waits than this has other troubles. */
	private static final int MOST = 1000;

	private final LockLedger ledger;

	OwnWaits(LockLedger ledger) {
		this.ledger = ledger;
	}

	boolean areSome() {
		return !this.ledger.waits().isEmpty();
	}

	List<AnnouncedWait> waits() {
		return waits(Instant.MAX);
	}

	/**
	 * Return the waits that began before a time, longest first.
	 */
	List<AnnouncedWait> waits(Instant before) {
		return this.ledger.waits()
			.stream()
			.filter((wait) -> wait.since().isBefore(before))
			.limit(MOST)
			.map(this::announced)
			.toList();
	}

	private AnnouncedWait announced(LockWait wait) {
		Thread thread = wait.caller().thread();
		return new AnnouncedWait(wait.id(), wait.since(), wait.until(), (thread != null) ? thread.getName() : null,
				wait.caller().place(), holds(thread));
	}

	private List<Path> holds(@Nullable Thread thread) {
		return (thread == null) ? List.of()
				: this.ledger.holds()
					.stream()
					.filter((hold) -> hold.acquiredBy().thread() == thread)
					.map((hold) -> hold.id().path())
					.toList();
	}

}
