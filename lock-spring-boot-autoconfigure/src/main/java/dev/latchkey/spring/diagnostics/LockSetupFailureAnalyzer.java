package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.spring.LockSetupException;

/**
 * Explains why locks cannot be as the application asks for them: an annotation that
 * cannot work, or an engine that lacks something.
 */
final class LockSetupFailureAnalyzer extends AbstractFailureAnalyzer<LockSetupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockSetupException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
