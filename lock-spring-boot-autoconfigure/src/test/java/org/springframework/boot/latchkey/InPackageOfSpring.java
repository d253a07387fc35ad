package org.springframework.boot.latchkey;

import dev.latchkey.spring.annotation.HeldFileLock;

/**
 * Has a lock, as no class of Spring Boot has.
 */
public class InPackageOfSpring {

	/**
	 * Does nothing.
	 */
	@HeldFileLock("job")
	public void work() {
	}

}
