package dev.latchkey.spring.diagnostics;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import dev.latchkey.UnsupportedPlatformException;

/**
 * Explains that locks do not work on this system.
 */
final class UnsupportedPlatformFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedPlatformException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedPlatformException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Run the application on 64-bit Linux, or switch its locks off with latchkey.enabled=false. "
						+ "Nothing is excluded then.",
				cause);
	}

}
