package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.spring.aop.LockDefinitionException;

/**
 * Explains why a lock annotation cannot work.
 */
final class LockDefinitionFailureAnalyzer extends AbstractFailureAnalyzer<LockDefinitionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockDefinitionException cause) {
		return new FailureAnalysis(cause.problem(), cause.remedy(), cause);
	}

}
