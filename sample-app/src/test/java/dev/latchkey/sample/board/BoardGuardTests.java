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

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other sites' pages may not do.
 */
class BoardGuardTests {

	private static final Map<String, String> OWN = Map.of("X-Board", "true", "Sec-Fetch-Site", "same-origin", "Origin",
			"http://localhost:8080", "Host", "localhost:8080");

	private final BoardGuard guard = new BoardGuard();

	@Test
	void itsOwnPageMayDoEverything() throws Exception {
		assertThat(passes("POST", "localhost", OWN)).isTrue();
		assertThat(passes("GET", "localhost", Map.of("Sec-Fetch-Site", "same-origin"))).isTrue();
	}

	@Test
	void aToolSendsTheHeader() throws Exception {
		assertThat(passes("POST", "localhost", Map.of("X-Board", "true", "Host", "localhost:8080"))).isTrue();
		refuses("POST", "localhost", Map.of("Host", "localhost:8080"));
	}

	@Test
	void anotherSiteIsRefused() throws Exception {
		refuses("POST", "localhost", with("Sec-Fetch-Site", "cross-site"));
		refuses("POST", "localhost", with("Sec-Fetch-Site", "same-site"));
		refuses("POST", "localhost", with("Origin", "http://localhost:9090"));
		refuses("POST", "localhost", with("Origin", "http://example.org"));
		refuses("POST", "localhost", with("Origin", "null"));
		refuses("POST", "localhost", with("Origin", "not a URI"));
	}

	@Test
	void anotherSiteMayLeadHereAndLoadNothing() throws Exception {
		Map<String, String> load = Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors");
		refuses("GET", "localhost", load);
		refuses("HEAD", "localhost", load);
		assertThat(passes("GET", "localhost", Map.of("Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")))
			.isTrue();
		assertThat(passes("GET", "localhost", Map.of("Sec-Fetch-Site", "none", "Sec-Fetch-Mode", "navigate"))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "board.localhost", "127.0.0.1", "192.168.1.7", "[::1]", "[fe80::1]" })
	void anAddressIsAnswered(String host) throws Exception {
		assertThat(passes("GET", host, Map.of())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "example.org", "localhost.example.org", "127.0.0.1.example.org", "dead.beef", "xlocalhost" })
	void aNameThatMayLeadAnywhereIsNot(String host) throws Exception {
		refuses("GET", host, Map.of());
	}

	private static Map<String, String> with(String header, String value) {
		Map<String, String> headers = new HashMap<>(OWN);
		headers.put(header, value);
		return headers;
	}

	private void refuses(String method, String host, Map<String, String> headers) throws Exception {
		assertThat(passes(method, host, headers)).isFalse();
	}

	private boolean passes(String method, String host, Map<String, String> headers) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest(method, "/sync");
		request.setServerName(host);
		headers.forEach(request::addHeader);
		MockHttpServletResponse response = new MockHttpServletResponse();
		MockFilterChain chain = new MockFilterChain();
		this.guard.doFilter(request, response, chain);
		boolean passed = chain.getRequest() != null;
		assertThat(response.getStatus()).isEqualTo(passed ? 200 : 403);
		return passed;
	}

}
