package dev.latchkey.internal.acquire;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockHolder;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;

/**
 * Logs what nobody may miss, whoever listens besides: a lock that was lost while its work
 * went on, one that a stopped process keeps, and what failed without failing that work.
 */
final class LoggedTrouble implements LockListener {

	private final BiConsumer<Level, String> log;

	private final AtomicBoolean polling = new AtomicBoolean();

	LoggedTrouble(BiConsumer<Level, String> log) {
		this.log = log;
	}

	@Override
	public void lost(LockHold hold, String reason) {
		this.log.accept(Level.WARNING, "The " + hold.id() + " was lost while it was held: " + reason
				+ ". Others may hold it now. The work that it guards goes on until it asks");
	}

	@Override
	public void stalled(LockId id, List<LockHolder> owners) {
		this.log.accept(Level.WARNING,
				"The " + id + " is stalled: its holder lives and has not shown it for a long time, "
						+ "so it is stopped or hangs: " + owners + ". It is not robbed; continue or end that process");
	}

	@Override
	public void staleBroken(LockId id, LockHolder owner) {
		this.log.accept(Level.INFO, "The " + id + " was taken from a former owner: " + owner);
	}

	@Override
	public void deadlocked(Deadlock deadlock) {
		this.log.accept(Level.WARNING, "A deadlock: " + deadlock
				+ (deadlock.isTemporary() ? "" : ". None of them gives up: end one of these processes, or its work"));
	}

	@Override
	public void deadlockEnded(Deadlock deadlock) {
		this.log.accept(Level.INFO, "A deadlock is over: " + deadlock);
	}

	/** Once: it is so for all directories of a filesystem, and for a long time. */
	@Override
	public void polling(Path directory) {
		if (this.polling.compareAndSet(false, true)) {
			this.log.accept(Level.WARNING,
					"Files in '" + directory + "' cannot be watched, so waits to see a claim "
							+ "poll every few milliseconds. Raise fs.inotify.max_user_instances and max_user_watches, "
							+ "or put the directory on a local filesystem");
		}
	}

	@Override
	public void warning(LockId id, LatchkeyException problem) {
		this.log.accept(Level.WARNING, "The " + id + " has a problem, and its work goes on: " + problem.getMessage());
	}

}
