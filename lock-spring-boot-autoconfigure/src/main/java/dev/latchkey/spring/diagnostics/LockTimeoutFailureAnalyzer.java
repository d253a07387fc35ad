package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.LockTimeoutException;

/**
 * Names who has a lock that the application needs to start.
 */
final class LockTimeoutFailureAnalyzer extends AbstractFailureAnalyzer<LockTimeoutException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockTimeoutException cause) {
		return new FailureAnalysis("The application needs a lock to start. " + cause.getMessage() + ".",
				"Wait until the holder has released it, or end that process. If the start can do without the lock "
						+ "or should wait longer for it, say so where it is asked for (whenBusy, waitTime), or by "
						+ "latchkey.when-busy and latchkey.wait-time.",
				cause);
	}

}
