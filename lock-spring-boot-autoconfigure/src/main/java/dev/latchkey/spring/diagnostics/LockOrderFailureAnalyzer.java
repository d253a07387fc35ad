package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.LockOrderException;

/**
 * Names the locks that the application takes out of order while it starts.
 */
final class LockOrderFailureAnalyzer extends AbstractFailureAnalyzer<LockOrderException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockOrderException cause) {
		return new FailureAnalysis(
				"Locks are taken out of order:\n\n    first " + cause.outer() + "\n    then  " + cause.inner(),
				"Take the lock of the earlier tier first, or release the other before. The property "
						+ "latchkey.tiers.enforcement=log lets the application start, and logs it.",
				cause);
	}

}
