package dev.latchkey.backend;

/**
 * Locks in Redis.
 */
class RedisBackendTests extends BackendContract {

	@Override
	Server start() {
		return new RedisServer();
	}

}
