package dev.latchkey.internal.heldfile;

import java.time.Duration;
import java.time.Instant;

import dev.latchkey.CooldownHold;
import dev.latchkey.LockId;
import dev.latchkey.internal.ephemeral.EphemeralFiles;
import dev.latchkey.internal.ephemeral.EphemeralHold;
import dev.latchkey.internal.lockfile.OpenLockFile;

/**
 * A held file lock that we hold.
 */
final class HeldFileHold extends EphemeralHold implements CooldownHold {

	HeldFileHold(EphemeralFiles files, LockId id, long token, Duration heartbeat, OpenLockFile file) {
		super(files, id, token, heartbeat, file);
	}

	@Override
	protected void beat() {
		file().touch();
	}

	@Override
	public void changeCooldown(Instant notBefore) {
		changeTime(notBefore);
	}

	@Override
	public void expire(String reason) {
		giveUp(reason);
	}

}
