package dev.latchkey.engine;

/**
 * Locks in PostgreSQL.
 */
class PostgresEngineTests extends EngineContract {

	@Override
	Server start() {
		return new PostgresServer();
	}

}
