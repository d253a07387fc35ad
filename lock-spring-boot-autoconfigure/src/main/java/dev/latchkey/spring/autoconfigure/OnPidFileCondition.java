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

package dev.latchkey.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if {@code latchkey.daemon.pid-file} names a file and locks are enabled.
 */
final class OnPidFileCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Latchkey");
		if (!OnLatchkeyEnabledCondition.isEnabled(context.getEnvironment())) {
			return ConditionOutcome.noMatch(message.because("latchkey.enabled is false"));
		}
		return isWanted(context.getEnvironment())
				? ConditionOutcome.match(message.because("latchkey.daemon.pid-file names a file"))
				: ConditionOutcome.noMatch(message.because("latchkey.daemon.pid-file names no file"));
	}

	static boolean isWanted(Environment environment) {
		return OnLatchkeyEnabledCondition.isEnabled(environment) && StringUtils
			.hasText(Binder.get(environment).bind("latchkey.daemon.pid-file", String.class).orElse(""));
	}

}
