package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.spring.LockEngineSetupException;

/**
 * Explains what the engine of the locks lacks.
 */
final class LockEngineSetupFailureAnalyzer extends AbstractFailureAnalyzer<LockEngineSetupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockEngineSetupException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
