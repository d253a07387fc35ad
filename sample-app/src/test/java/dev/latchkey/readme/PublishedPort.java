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

package dev.latchkey.readme;

import java.util.Optional;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import dev.latchkey.claim.Claims;

import static java.nio.charset.StandardCharsets.UTF_8;

@Component
record PublishedPort(Claims claims) {

	@EventListener
	void publish(WebServerInitializedEvent event) { // one instance succeeds
		byte[] port = Integer.toString(event.getWebServer().getPort()).getBytes(UTF_8);
		claims.claim("port", port).tryAcquire().ifPresent((claim) -> System.out.println("Published: " + claim));
	}

	Optional<String> find() { // all find it, as long as that instance lives
		return claims.read("port").map((content) -> new String(content, UTF_8));
	}

}
