package dev.latchkey.process;

/**
 * How much is tried: a part in each build, and all of it in the continuous integration.
 */
public final class Effort {

	private static final boolean THOROUGH = Boolean.getBoolean("latchkey.test.thorough");

	private Effort() {
	}

	public static boolean isThorough() {
		return THOROUGH;
	}

}
