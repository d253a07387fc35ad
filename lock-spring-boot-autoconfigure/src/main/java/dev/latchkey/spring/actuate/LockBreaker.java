package dev.latchkey.spring.actuate;

import java.nio.file.Path;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

import dev.latchkey.LockType;
import dev.latchkey.internal.heldfile.HeldFileLocks;
import dev.latchkey.internal.named.NamedLocks;

/**
 * Takes locks away for an operator, and leaves word of it in the log and among the audit
 * events.
 */
public final class LockBreaker {

	/** The type of the audit event. */
	public static final String AUDIT_EVENT = "LATCHKEY_LOCK_BROKEN";

	private static final Log logger = LogFactory.getLog(LockBreaker.class);

	private final HeldFileLocks heldFiles;

	private final NamedLocks named;

	private final ApplicationEventPublisher events;

	/**
	 * Create a breaker.
	 * @param heldFiles the held file locks
	 * @param named the named locks
	 * @param events publishes audit events
	 */
	public LockBreaker(HeldFileLocks heldFiles, NamedLocks named, ApplicationEventPublisher events) {
		this.heldFiles = heldFiles;
		this.named = named;
		this.events = events;
	}

	/**
	 * Take a lock away from a holder that is stalled, or has left it behind.
	 * @param lock a named lock, or a held file lock
	 * @param principal who wants it
	 * @param reason why
	 * @return what became of it
	 */
	BreakAttempt breakStalled(LockFile lock, String principal, String reason) {
		Path file = lock.path();
		BreakAttempt attempt = (lock.kind() == LockType.NAMED) ? BreakAttempt.of(this.named.ofFile(file).breakStalled())
				: BreakAttempt.of(this.heldFiles.lock(file).breakStalled());
		String line = reason.replaceAll("\\p{Cntrl}", " ");
		if (attempt.isBroken()) {
			logger.warn("The lock '" + file + "' was " + attempt.state() + " and has been broken by '" + principal
					+ "', because: " + line + ". It was held by " + attempt.owners() + " with token "
					+ attempt.fencingToken());
			this.events.publishEvent(
					new AuditApplicationEvent(new AuditEvent(principal, AUDIT_EVENT, Map.of("path", file.toString(),
							"state", attempt.state(), "owners", attempt.owners().toString(), "reason", line))));
		}
		return attempt;
	}

}
