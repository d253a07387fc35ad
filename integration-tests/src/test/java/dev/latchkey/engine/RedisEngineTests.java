package dev.latchkey.engine;

/**
 * Locks in Redis.
 */
class RedisEngineTests extends EngineContract {

	@Override
	Server start() {
		return new RedisServer();
	}

}
