package dev.latchkey.spring.autoconfigure;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Says that locks are switched off. Nothing else of Latchkey is left to say it.
 */
final class DisabledNotice implements ApplicationListener<ApplicationPreparedEvent> {

	private static final Log logger = LogFactory.getLog(DisabledNotice.class);

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		if (event.getApplicationContext().getParent() == null
				&& !OnLatchkeyEnabledCondition.isEnabled(event.getApplicationContext().getEnvironment())) {
			logger.info("Cross-process locks are switched off (latchkey.enabled=false): nothing is excluded");
		}
	}

}
