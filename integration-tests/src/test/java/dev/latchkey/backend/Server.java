package dev.latchkey.backend;

import java.util.Map;

/**
 * The backend that keeps the locks of a test.
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
