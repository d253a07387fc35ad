package dev.latchkey.heldfile;

import java.time.Duration;

import dev.latchkey.LockId;
import dev.latchkey.file.LockDescriptor;
import dev.latchkey.file.PublishedFiles;
import dev.latchkey.file.PublishedHold;

/**
 * A held file lock that we hold.
 */
final class HeldFileHold extends PublishedHold {

	HeldFileHold(PublishedFiles files, LockId id, long token, Duration heartbeat, LockDescriptor file) {
		super(files, id, token, heartbeat, file);
	}

	@Override
	protected void beat() {
		file().touch();
	}

}
