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
		String problem = String.valueOf(cause.getMessage());
		if (problem.endsWith(cause.remedy())) {
			problem = problem.substring(0, problem.length() - cause.remedy().length()).strip();
		}
		String remedy = cause.remedy();
		return new FailureAnalysis(problem, remedy.endsWith(".") ? remedy : remedy + ".", cause);
	}

}
