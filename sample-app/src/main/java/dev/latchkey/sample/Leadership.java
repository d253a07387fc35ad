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

package dev.latchkey.sample;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import dev.latchkey.claim.ClaimHold;
import dev.latchkey.claim.Claims;

/**
 * One instance is the leader, and says by its claim where it can be found. The others
 * find it there, and wait for their turn; it comes when the leader is stopped or killed.
 */
@Component
class Leadership {

	/** The key of the claim. */
	static final String KEY = "leader";

	private static final Log logger = LogFactory.getLog(Leadership.class);

	private final Claims claims;

	private final JsonMapper json;

	private volatile @Nullable CompletableFuture<ClaimHold> claim;

	Leadership(Claims claims, JsonMapper json) {
		this.claims = claims;
		this.json = json;
	}

	@EventListener
	void stand(WebServerInitializedEvent event) {
		Leader self = new Leader(event.getWebServer().getPort(), ProcessHandle.current().pid());
		CompletableFuture<ClaimHold> claim = this.claims.claim(KEY, this.json.writeValueAsBytes(self)).acquireAsync();
		this.claim = claim;
		CompletableFuture<ClaimHold> unused = claim.whenComplete((acquired, problem) -> {
			if (acquired != null) {
				logger.info("This instance is the leader: " + self);
			}
			else if (!claim.isCancelled()) {
				logger.error("This instance cannot become the leader", problem);
			}
		});
	}

	/**
	 * Stops waiting, or leaves the place to another. The web server still runs then, so
	 * nobody is sent to a leader that does not answer.
	 */
	@EventListener(ContextClosedEvent.class)
	void stepDown() {
		CompletableFuture<ClaimHold> claim = this.claim;
		if (claim != null && !claim.cancel(true)) {
			CompletableFuture<Void> unused = claim.thenAccept(ClaimHold::close);
		}
	}

	/**
	 * Finds the leader, whichever instance it is.
	 * @return the leader, or empty if there is none
	 */
	Optional<Leader> leader() {
		return this.claims.read(KEY).map((content) -> this.json.readValue(content, Leader.class));
	}

}
