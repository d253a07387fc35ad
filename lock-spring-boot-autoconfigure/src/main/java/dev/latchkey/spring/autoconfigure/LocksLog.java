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
