package dev.latchkey.spring.aop.elsewhere;

import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Has a locked method that a subclass in another package cannot override.
 */
public class VisibleHereOnly {

	@HeldFileLock("x")
	void run() {
	}

}
