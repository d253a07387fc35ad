package dev.latchkey.spring.springintegration;

import java.time.Duration;

import org.springframework.integration.support.locks.LockRegistry;

/**
 * By what a backend knows this process, where locks live and die with that. Methods that
 * talk to the backend fail as its client does.
 */
public interface BackendSession {

	/**
	 * Tell whether the locks of a registry live in this session.
	 * @param registry the registry
	 * @return whether they do
	 */
	boolean isOf(LockRegistry<?> registry);

	/**
	 * Return which session there is now. Another one has none of the locks of this one.
	 * @return its number
	 * @throws Exception if there is no connection
	 */
	long id() throws Exception;

	/**
	 * Return how long the backend keeps the session, and its locks, when it does not hear
	 * of us.
	 * @return the time
	 * @throws Exception if there is no connection
	 */
	Duration timeToLive() throws Exception;

	/**
	 * Let the backend hear of us, and await its answer.
	 * @throws Exception if there is none
	 */
	void renew() throws Exception;

}
