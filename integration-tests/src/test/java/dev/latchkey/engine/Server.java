package dev.latchkey.engine;

import java.util.Map;

/**
 * The engine that keeps the locks of a test.
 */
interface Server extends AutoCloseable {

	/** What the application that uses it must know, as properties. */
	Map<String, String> properties();

	/** Let it go away, without a word to its clients. */
	void goAway();

	/** Let it come back, with what it has not forgotten. */
	void comeBack();

	@Override
	void close();

}
