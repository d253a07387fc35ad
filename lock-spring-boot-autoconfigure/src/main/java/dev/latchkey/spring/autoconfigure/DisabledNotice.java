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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Says that locks are switched off, once for a context and its children.
 */
final class DisabledNotice implements ApplicationListener<ApplicationPreparedEvent> {

	private static final Log logger = LogFactory.getLog(DisabledNotice.class);

	@Override
	public void onApplicationEvent(ApplicationPreparedEvent event) {
		ApplicationContext context = event.getApplicationContext();
		ApplicationContext parent = context.getParent();
		if (!OnLatchkeyEnabledCondition.isEnabled(context.getEnvironment())
				&& (parent == null || OnLatchkeyEnabledCondition.isEnabled(parent.getEnvironment()))) {
			logger.info("Cross-process locks are switched off (latchkey.enabled=false): annotations and templates "
					+ "lock nothing; claims, held file, pack and writer locks exclude the threads of this JVM only");
		}
	}

}
