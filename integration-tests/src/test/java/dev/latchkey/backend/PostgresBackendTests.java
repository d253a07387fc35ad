package dev.latchkey.backend;

/**
 * Locks in PostgreSQL.
 */
class PostgresBackendTests extends BackendContract {

	@Override
	Server start() {
		return new PostgresServer();
	}

}
