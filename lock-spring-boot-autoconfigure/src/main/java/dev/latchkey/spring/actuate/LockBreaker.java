package dev.latchkey.spring.actuate;

import java.nio.file.Path;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

import dev.latchkey.heldfile.HeldFileLocks;
import dev.latchkey.heldfile.HeldFileStatus;

/**
 * Takes locks away for an operator, and leaves word of it in the log and among the audit
 * events.
 */
public final class LockBreaker {

	/** The type of the audit event. */
	public static final String AUDIT_EVENT = "LATCHKEY_LOCK_BROKEN";

	private static final Log logger = LogFactory.getLog(LockBreaker.class);

	private final HeldFileLocks locks;

	private final ApplicationEventPublisher events;

	/**
	 * Create a breaker.
	 * @param locks the locks
	 * @param events publishes audit events
	 */
	public LockBreaker(HeldFileLocks locks, ApplicationEventPublisher events) {
		this.locks = locks;
		this.events = events;
	}

	/**
	 * Take a lock away from a holder that is stalled, or has left it behind.
	 * @param file the lock's file
	 * @param principal who wants it
	 * @param reason why
	 * @return what was seen: whether it was broken is
	 * {@link HeldFileStatus#isBreakable()}
	 */
	HeldFileStatus breakStalled(Path file, String principal, String reason) {
		HeldFileStatus status = this.locks.breakStalled(file);
		String line = reason.replaceAll("\\p{Cntrl}", " ");
		if (status.isBreakable()) {
			logger.warn("The lock '" + file + "' was " + status.state() + " and has been broken by '" + principal
					+ "', because: " + line + ". It was held by " + status.owners() + " with token "
					+ status.fencingToken());
			this.events.publishEvent(
					new AuditApplicationEvent(new AuditEvent(principal, AUDIT_EVENT, Map.of("path", file.toString(),
							"state", status.state().name(), "owners", status.owners().toString(), "reason", line))));
		}
		return status;
	}

}
