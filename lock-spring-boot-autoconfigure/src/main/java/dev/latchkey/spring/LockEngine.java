package dev.latchkey.spring;

import java.nio.file.Path;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import dev.latchkey.LockFileException;
import dev.latchkey.LockHold;
import dev.latchkey.LockInterruptedException;
import dev.latchkey.LockLostException;
import dev.latchkey.LockTimeoutException;
import dev.latchkey.heldfile.HeldFileLocks;
import dev.latchkey.spring.annotation.WhenBusy;

/**
 * The one way into a lock, for the annotation and for {@link LockTemplate}: joins what
 * this thread holds already, or acquires, and decides what a busy lock means.
 */
public final class LockEngine {

	private static final Log logger = LogFactory.getLog(LockEngine.class);

	private final HeldFileLocks locks;

	private final LockDirectory directory;

	private final Duration waitTime;

	private final WhenBusy whenBusy;

	private final LockAdmission admission;

	/**
	 * Create an engine that admits all requests.
	 * @param locks the locks
	 * @param directory where their files are
	 * @param waitTime how long a request waits that does not say it
	 * @param whenBusy what a request does with a busy lock that does not say it; not
	 * {@link WhenBusy#DEFAULT}
	 */
	public LockEngine(HeldFileLocks locks, LockDirectory directory, Duration waitTime, WhenBusy whenBusy) {
		this(locks, directory, waitTime, whenBusy, LockAdmission.ALWAYS);
	}

	/**
	 * Create an engine.
	 * @param locks the locks
	 * @param directory where their files are
	 * @param waitTime how long a request waits that does not say it
	 * @param whenBusy what a request does with a busy lock that does not say it; not
	 * {@link WhenBusy#DEFAULT}
	 * @param admission lets locks be acquired, or not
	 */
	public LockEngine(HeldFileLocks locks, LockDirectory directory, Duration waitTime, WhenBusy whenBusy,
			LockAdmission admission) {
		this.locks = locks;
		this.directory = directory;
		this.waitTime = waitTime;
		this.whenBusy = whenBusy;
		this.admission = admission;
	}

	/**
	 * Enter the section that a lock guards, on this thread. The caller runs the guarded
	 * code unless the section {@link LockSection#isSkipped() is to be skipped}, and
	 * closes the section in any case.
	 * @param request which lock, and how much it is wanted
	 * @return the section
	 * @throws InterruptedException if the thread was interrupted while it waited
	 * @throws LockTimeoutException if the lock was busy and the request says to throw
	 * @throws LockLostException if an outer section of this thread had the lock and lost
	 * it
	 * @throws LockShutdownException if the application is being stopped
	 * @throws LockFileException if the system refuses what the lock needs
	 */
	public LockSection enter(LockRequest request) throws InterruptedException {
		Path file = this.directory.file(request.lock());
		LockHold outer = LockContext.find(file);
		if (outer != null) {
			return join(outer);
		}
		LockHold hold;
		try {
			Duration wait = (request.waitTime() != null) ? request.waitTime() : this.waitTime;
			hold = this.admission.acquire(file, () -> this.locks.acquire(file, wait));
		}
		catch (LockTimeoutException ex) {
			return busy(request, ex);
		}
		return LockSection.locked(hold);
	}

	/**
	 * Enter as {@link #enter} does, for callers that cannot throw
	 * {@link InterruptedException}.
	 * @param request which lock, and how much it is wanted
	 * @return the section
	 * @throws LockInterruptedException if the thread was interrupted while it waited; its
	 * interrupt flag is set again
	 */
	public LockSection enterUnchecked(LockRequest request) {
		try {
			return enter(request);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LockInterruptedException(request.lock().toString(), ex);
		}
	}

	private static LockSection join(LockHold outer) {
		if (!outer.isHeld()) {
			outer.requireHeld();
		}
		return LockSection.joined(outer);
	}

	private LockSection busy(LockRequest request, LockTimeoutException timeout) {
		return switch ((request.whenBusy() != WhenBusy.DEFAULT) ? request.whenBusy() : this.whenBusy) {
			case DEFAULT, THROW -> throw timeout;
			case SKIP -> {
				logger.debug("Skipped: " + timeout.getMessage());
				yield LockSection.SKIPPED;
			}
			case RUN_UNLOCKED -> {
				logger.warn("Running without the lock: " + timeout.getMessage());
				yield LockSection.unlocked();
			}
		};
	}

}
