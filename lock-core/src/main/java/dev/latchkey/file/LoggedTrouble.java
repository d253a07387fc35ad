package dev.latchkey.file;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import dev.latchkey.LatchkeyException;
import dev.latchkey.LockHold;
import dev.latchkey.LockId;
import dev.latchkey.LockListener;

/**
 * Logs what nobody may miss, whoever listens besides: a lock that was lost while its work
 * went on, and what failed without failing that work.
 */
final class LoggedTrouble implements LockListener {

	private static final Logger logger = System.getLogger("dev.latchkey.locks");

	@Override
	public void lost(LockHold hold, String reason) {
		logger.log(Level.WARNING, "The " + hold.id() + " was lost while it was held: " + reason
				+ ". Others may hold it now. The work that it guards goes on until it asks");
	}

	@Override
	public void warning(LockId id, LatchkeyException problem) {
		logger.log(Level.WARNING, "The " + id + " has a problem, and its work goes on: " + problem.getMessage());
	}

}
