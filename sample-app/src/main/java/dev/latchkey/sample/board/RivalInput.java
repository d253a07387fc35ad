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

package dev.latchkey.sample.board;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

import dev.latchkey.sample.SyncRequests;

/**
 * In a rival: does what its starter says, line by line, and ends when that one has ended,
 * however it has. A rival that is stopped then notices it when it is continued.
 */
@Component
class RivalInput implements InitializingBean {

	/** The line that asks for a sync. */
	static final String SYNC = "sync";

	private static final Log logger = LogFactory.getLog(RivalInput.class);

	private final RivalProperties properties;

	private final SyncRequests requests;

	RivalInput(RivalProperties properties, SyncRequests requests) {
		this.properties = properties;
		this.requests = requests;
	}

	@Override
	public void afterPropertiesSet() {
		if (this.properties.self()) {
			Thread thread = new Thread(this::read, "rival-input");
			thread.setDaemon(true);
			thread.start();
		}
	}

	/** At once, as by a kill: nobody is there to wait for an orderly end. */
	private void read() {
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				if (line.equals(SYNC)) {
					this.requests.request();
				}
			}
			logger.info("Who has started this rival has ended, so it ends too");
		}
		catch (IOException ex) {
			logger.error("This rival is out of control, and ends", ex);
		}
		Runtime.getRuntime().halt(0);
	}

}
