package dev.latchkey.heldfile;

import dev.latchkey.PacedHold;
import java.time.Duration;
import java.time.Instant;

import dev.latchkey.LockId;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.PublishedFiles;
import dev.latchkey.file.PublishedHold;

/**
 * A held file lock that we hold.
 */
final class HeldFileHold extends PublishedHold implements PacedHold {

	HeldFileHold(PublishedFiles files, LockId id, long token, Duration heartbeat, LockDescriptor file) {
		super(files, id, token, heartbeat, file);
	}

	@Override
	protected void beat() {
		file().touch();
	}

	@Override
	public void changeNotBefore(Instant time) {
		changeTime(time);
	}

	@Override
	public void forfeit(String reason) {
		giveUp(reason);
	}

}
