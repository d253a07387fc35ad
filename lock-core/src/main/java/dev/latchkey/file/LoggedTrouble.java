package dev.latchkey.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import dev.latchkey.Deadlock;
import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;
import dev.latchkey.Owner;

/**
 * Logs what nobody may miss, whoever listens besides: a lock that was lost while its work
 * went on, one that a stopped process keeps, and what failed without failing that work.
 */
final class LoggedTrouble implements LockListener {

	private static final Logger logger = System.getLogger("dev.latchkey.locks");

	@Override
	public void lost(LockHold hold, String reason) {
		logger.log(Level.WARNING, "The " + hold.id() + " was lost while it was held: " + reason
				+ ". Others may hold it now. The work that it guards goes on until it asks");
	}

	@Override
	public void stalled(LockId id, List<Owner> owners) {
		logger.log(Level.WARNING, "The " + id + " is stalled: its holder lives and has not shown it for a long time, "
				+ "so it is stopped or hangs: " + owners + ". It is not robbed; continue or end that process");
	}

	@Override
	public void staleBroken(LockId id, Owner owner) {
		logger.log(Level.INFO, "The " + id + " was taken from a former owner: " + owner);
	}

	@Override
	public void deadlocked(Deadlock deadlock) {
		logger.log(Level.WARNING, "A deadlock: " + deadlock
				+ (deadlock.isTemporary() ? "" : ". None of them gives up: end one of these processes, or its work"));
	}

	@Override
	public void deadlockEnded(Deadlock deadlock) {
		logger.log(Level.INFO, "A deadlock is over: " + deadlock);
	}

	@Override
	public void warning(LockId id, LatchkeyException problem) {
		logger.log(Level.WARNING, "The " + id + " has a problem, and its work goes on: " + problem.getMessage());
	}

}
