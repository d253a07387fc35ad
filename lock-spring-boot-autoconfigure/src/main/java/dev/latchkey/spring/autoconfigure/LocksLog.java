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

import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs the troubles of locks as the application logs. What the system's loggers are told
 * reaches the application's log only until its context closes; jobs may outlive that, and
 * with them their locks.
 */
final class LocksLog implements BiConsumer<Level, String> {

	private static final Log logger = LogFactory.getLog("dev.latchkey.locks");

	@Override
	public void accept(Level level, String message) {
		if (level == Level.INFO) {
			logger.info(message);
		}
		else {
			logger.warn(message);
		}
	}

}
