package dev.latchkey.backend;

/**
 * The lock directory.
 */
class FileBackendTests extends BackendContract {

	@Override
	Server start() {
		return new FileServer();
	}

}
