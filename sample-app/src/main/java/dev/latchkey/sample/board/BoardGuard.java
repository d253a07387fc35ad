package dev.latchkey.sample.board;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Keeps other sites' pages away from the board, which starts and kills processes. A
 * browser lets no other site send the header, and says where a request comes from; a name
 * that some other site has made to lead here is not answered at all.
 */
final class BoardGuard implements HandlerInterceptor {

	/** Must be there, with any value, where something is changed. */
	static final String HEADER = "X-Board";

	private static final Pattern LOCAL = Pattern
		.compile("localhost|.+\\.localhost|[0-9.]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		if (!LOCAL.matcher(request.getServerName()).matches()) {
			throw refused("Ask for the board by an address, or as localhost");
		}
		if (!request.getMethod().equals("GET") && !isFromItsPage(request)) {
			throw refused("Only the board's own page may do this; a tool sends the header " + HEADER);
		}
		return true;
	}

	private static boolean isFromItsPage(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		return request.getHeader(HEADER) != null && (site == null || site.equals("same-origin"))
				&& isSame(request.getHeader(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST));
	}

	private static boolean isSame(@Nullable String origin, @Nullable String host) {
		return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
	}

	private static ResponseStatusException refused(String reason) {
		return new ResponseStatusException(HttpStatus.FORBIDDEN, reason);
	}

}
