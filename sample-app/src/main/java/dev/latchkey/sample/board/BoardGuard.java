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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps pages of other sites away from the whole application, which starts and kills
 * processes and names its locks. A filter sees every path, the endpoints of the actuator
 * among them.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BoardGuard extends OncePerRequestFilter {

	/**
	 * A request that changes something has this header, with any value. A browser lets no
	 * other site send it.
	 */
	static final String HEADER = "X-Board";

	private static final Set<String> READS = Set.of("GET", "HEAD");

	private static final Pattern LOCAL = Pattern
		.compile("localhost|.+\\.localhost|[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String problem = problem(request);
		if (problem == null) {
			chain.doFilter(request, response);
		}
		else {
			refuse(response, problem);
		}
	}

	private static @Nullable String problem(HttpServletRequest request) {
		if (!LOCAL.matcher(request.getServerName()).matches()) {
			return "Ask for this application by an address, or as localhost";
		}
		if (READS.contains(request.getMethod())) {
			return (isFromHere(request) || isNavigation(request)) ? null
					: "A page of another site may lead here, and load nothing from here";
		}
		return (isFromHere(request) && request.getHeader(HEADER) != null) ? null
				: "Only a page of this application may do this; a tool sends the header " + HEADER;
	}

	/** A tool says nothing about where its request comes from; a browser does. */
	private static boolean isFromHere(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		return (site == null || site.equals("same-origin") || site.equals("none"))
				&& isSame(request.getHeader(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST));
	}

	private static boolean isSame(@Nullable String origin, @Nullable String host) {
		return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
	}

	private static boolean isNavigation(HttpServletRequest request) {
		return "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
	}

	private static void refuse(HttpServletResponse response, String problem) throws IOException {
		response.setStatus(HttpServletResponse.SC_FORBIDDEN);
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setCharacterEncoding(StandardCharsets.UTF_8);
		response.getWriter().write("{\"status\":403,\"title\":\"Forbidden\",\"detail\":\"" + problem + "\"}");
	}

}
