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
