package dev.latchkey.pack;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.latchkey.LockId;
import dev.latchkey.LockTier;
import dev.latchkey.Owner;
import dev.latchkey.file.Deadline;
import dev.latchkey.file.FencingToken;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.LockFailures;
import dev.latchkey.file.LockOwners;
import dev.latchkey.file.LockProtocol;
import dev.latchkey.file.LockRuntime;
import dev.latchkey.file.StandingLockFile;
import dev.latchkey.file.TryOutcome;

/**
 * Acquires one lock: open, flock, look the name up, write the record. The file is closed
 * with the hold, so a lock that nobody has costs nothing.
 */
final class PackProtocol implements LockProtocol<PackHold> {

	private final LockRuntime runtime;

	private final LockId id;

	private final LockTier tier;

	private final LockMode mode;

	private final Turnstile turnstile;

	PackProtocol(LockRuntime runtime, LockId id, LockTier tier, LockMode mode) {
		this.runtime = runtime;
		this.id = id;
		this.tier = tier;
		this.mode = mode;
		this.turnstile = new Turnstile(runtime, id.path());
	}

	@Override
	public LockId id() {
		return this.id;
	}

	@Override
	public LockTier tier() {
		return this.tier;
	}

	@Override
	public boolean isShared() {
		return this.mode == LockMode.SHARED;
	}

	@Override
	public @Nullable PackHold tryAcquire(Duration patience) {
		return with((file) -> {
			TryOutcome outcome = this.mode.tryLock(file, this.turnstile, patience);
			while (outcome == TryOutcome.MOVED) {
				outcome = this.mode.tryLock(file, this.turnstile, patience);
			}
			if (outcome == TryOutcome.PROBED) {
				throw LockFailures.probed(this.runtime, this.id.path());
			}
			return outcome == TryOutcome.ACQUIRED;
		});
	}

	@Override
	public @Nullable PackHold acquire(Deadline deadline) throws InterruptedException {
		return with((file) -> this.mode.lock(file, this.turnstile, deadline));
	}

	private <E extends Exception> @Nullable PackHold with(Locking<E> locking) throws E {
		StandingLockFile file = StandingLockFile.inExistingDirectory(this.runtime, this.id.path());
		PackHold hold = null;
		try {
			hold = locking.lock(file) ? hold(file) : null;
			return hold;
		}
		finally {
			if (hold == null) {
				file.release();
			}
		}
	}

	private PackHold hold(StandingLockFile file) {
		LockDescriptor descriptor = file.descriptor();
		long token = PackRecord.of(descriptor.read(PackRecord.MAX_SIZE, 0)).token();
		if (isShared()) {
			// Who shares the lock must not write. A token is positive, also the first.
			token = Math.max(1, token);
		}
		else {
			token = FencingToken.after(token, file.path());
			descriptor.replaceContent(new PackRecord(token).bytes(this.runtime.self().pid(), Instant.now()));
		}
		return new PackHold(this.runtime, this.id, token, file);
	}

	@Override
	public List<Owner> owners(LockOwners look) {
		List<Owner> owners = look.ofBusy(this.id.path());
		return !owners.isEmpty() ? owners : look.sharers(this.id.path());
	}

	private interface Locking<E extends Exception> {

		boolean lock(StandingLockFile file) throws E;

	}

}
