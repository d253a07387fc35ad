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
		return isWanted(context.getEnvironment()) ? ConditionOutcome.match(message.because("a pid file is named"))
				: ConditionOutcome.noMatch(message.because("no pid file is named, or locks are disabled"));
	}

	static boolean isWanted(Environment environment) {
		Binder binder = Binder.get(environment);
		return binder.bind("latchkey.enabled", Boolean.class).orElse(true)
				&& StringUtils.hasText(binder.bind("latchkey.daemon.pid-file", String.class).orElse(""));
	}

}
