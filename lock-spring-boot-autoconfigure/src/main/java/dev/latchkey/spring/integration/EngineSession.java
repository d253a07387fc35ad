package dev.latchkey.spring.integration;

import java.time.Duration;

/**
 * By what an engine knows this process, where locks live and die with that. All its
 * methods may talk to the engine, and fail as its client does.
 */
public interface EngineSession {

	/**
	 * Return which session there is now. Another one has none of the locks of this one.
	 * @return its number
	 * @throws Exception if there is no connection
	 */
	long id() throws Exception;

	/**
	 * Return how long the engine keeps the session, and its locks, when it does not hear
	 * of us.
	 * @return the time
	 * @throws Exception if there is no connection
	 */
	Duration timeToLive() throws Exception;

	/**
	 * Let the engine hear of us, and await its answer.
	 * @throws Exception if there is none
	 */
	void renew() throws Exception;

}
