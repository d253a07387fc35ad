package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.LockSetupException;
import dev.latchkey.UnsupportedPlatformException;

/**
 * Explains why locks cannot be as the application asks for them: an annotation that
 * cannot work, a backend that lacks something, a system that has no such locks.
 */
final class LockSetupFailureAnalyzer extends AbstractFailureAnalyzer<LockSetupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockSetupException cause) {
		String remedy = (cause instanceof UnsupportedPlatformException)
				? cause.remedy() + " The property latchkey.enabled=false switches the locks off." : cause.remedy();
		return new FailureAnalysis(cause.problem(), remedy, cause);
	}

}
