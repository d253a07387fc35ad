package dev.latchkey.sample;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells where the leader is.
 */
@RestController
class LeaderController {

	private final Leadership leadership;

	LeaderController(Leadership leadership) {
		this.leadership = leadership;
	}

	/** Return the leader, or 404 while there is none. */
	@GetMapping("/leader")
	ResponseEntity<Leader> leader() {
		return ResponseEntity.of(this.leadership.leader());
	}

}
