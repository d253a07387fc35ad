package dev.latchkey.spring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code latchkey.enabled} is false. The value is bound as any other
 * property: {@code yes} and {@code on} are true too, and what is no Boolean fails the
 * start. Comparing texts would switch the locks off in silence.
 */
final class OnLatchkeyEnabledCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled = isEnabled(context.getEnvironment());
		ConditionMessage.Builder message = ConditionMessage.forCondition("Latchkey");
		return new ConditionOutcome(enabled, message.because("latchkey.enabled is " + enabled));
	}

	static boolean isEnabled(Environment environment) {
		return Binder.get(environment).bind("latchkey.enabled", Boolean.class).orElse(true);
	}

}
