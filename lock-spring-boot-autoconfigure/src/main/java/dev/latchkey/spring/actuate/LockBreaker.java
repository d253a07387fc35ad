/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.spring.actuate;

import java.nio.file.Path;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

import dev.latchkey.LockType;

/**
 * Takes locks away for an operator, and leaves word of it in the log and among the audit
 * events.
 *
 * @since 0.1
 */
public final class LockBreaker {

	/** The type of the audit event. */
	public static final String AUDIT_EVENT = "LATCHKEY_LOCK_BROKEN";

	private static final Log logger = LogFactory.getLog(LockBreaker.class);

	private final LockBeans beans;

	private final ApplicationEventPublisher events;

	/**
	 * Creates a breaker.
	 * @param beans has the locks
	 * @param events publishes audit events
	 */
	public LockBreaker(LockBeans beans, ApplicationEventPublisher events) {
		this.beans = beans;
		this.events = events;
	}

	/**
	 * Takes a lock away from a holder that is stalled, or has left it behind.
	 * @param lock a named lock, or a held file lock
	 * @param principal the user that wants it
	 * @param reason why
	 * @return what became of it
	 */
	BreakAttempt breakStalled(LockFile lock, String principal, String reason) {
		Path file = lock.path();
		BreakAttempt attempt = (lock.type() == LockType.NAMED)
				? BreakAttempt.of(this.beans.named().ofFile(file).breakStalled())
				: BreakAttempt.of(this.beans.heldFiles().lock(file).breakStalled());
		String line = reason.replaceAll("\\p{Cntrl}", " ");
		if (attempt.isBroken()) {
			logger.warn("The lock '" + file + "' was " + attempt.state() + " and has been broken by '" + principal
					+ "', because: " + line + ". It was held by " + attempt.holders() + " with token "
					+ attempt.fencingToken());
			this.events.publishEvent(
					new AuditApplicationEvent(new AuditEvent(principal, AUDIT_EVENT, Map.of("path", file.toString(),
							"state", attempt.state(), "holders", attempt.holders().toString(), "reason", line))));
		}
		return attempt;
	}

}
