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
