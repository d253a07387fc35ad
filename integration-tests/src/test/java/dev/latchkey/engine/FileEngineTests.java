package dev.latchkey.engine;

/**
 * The lock directory.
 */
class FileEngineTests extends EngineContract {

	@Override
	Server start() {
		return new FileServer();
	}

}
