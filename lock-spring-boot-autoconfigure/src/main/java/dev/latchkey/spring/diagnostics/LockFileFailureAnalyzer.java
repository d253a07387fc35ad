package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.LockFileException;

/**
 * Explains why the lock directory, or a lock file, cannot be used.
 */
final class LockFileFailureAnalyzer extends AbstractFailureAnalyzer<LockFileException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LockFileException cause) {
		return new FailureAnalysis(cause.problem() + ".",
				cause.remedy() + ". The property latchkey.directory says where the lock directory is.", cause);
	}

}
