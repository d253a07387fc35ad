/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.latchkey.spring.springintegration;

import java.time.Duration;

import org.springframework.integration.support.locks.LockRegistry;

/**
 * By what a backend knows this process, where locks live and die with that. Methods that
 * talk to the backend fail as its client does.
 *
 * @since 0.1
 */
public interface BackendSession {

	/**
	 * Returns whether the locks of a registry live in this session.
	 * @param registry the registry
	 * @return whether they do
	 */
	boolean isOf(LockRegistry<?> registry);

	/**
	 * Returns which session there is now. Another one has none of the locks of this one.
	 * @return its number
	 * @throws Exception if there is no connection
	 */
	long id() throws Exception;

	/**
	 * Returns how long the backend keeps the session, and its locks, when it does not
	 * hear of us.
	 * @return the time
	 * @throws Exception if there is no connection
	 */
	Duration timeToLive() throws Exception;

	/**
	 * Lets the backend hear of us, and awaits its answer.
	 * @throws Exception if there is none
	 */
	void renew() throws Exception;

}
