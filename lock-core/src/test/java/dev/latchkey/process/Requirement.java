package dev.latchkey.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Where it is missing the test is skipped, visibly; in
 * the continuous integration, which has it all, it fails.
 */
public enum Requirement {

	/** Virtual threads, so JDK 21 or later. */
	VIRTUAL_THREADS("virtual threads (JDK 21 or later)", () -> Runtime.version().feature() >= 21),

	/** The right to mount a small filesystem. */
	MOUNT("the right to mount a tmpfs", Requirement::canMount),

	/** A user who is not stopped by permissions. */
	ROOT("root", () -> "root".equals(System.getProperty("user.name"))),

	/** A user who is stopped by permissions. */
	NOT_ROOT("a user other than root", () -> !"root".equals(System.getProperty("user.name")));

	private final String description;

	@SuppressWarnings("ImmutableEnumChecker") // the checks have no state
	private final BooleanSupplier met;

	Requirement(String description, BooleanSupplier met) {
		this.description = description;
		this.met = met;
	}

	/**
	 * Skip the calling test unless this is met; fail it where all must be met.
	 */
	public void require() {
		if (isMet()) {
			return;
		}
		if (Boolean.getBoolean("latchkey.test.require-all") && isExpectedOf(this)) {
			Assertions.fail("This test needs " + this.description + ", and here it must run");
		}
		Assumptions.abort("This test needs " + this.description);
	}

	public boolean isMet() {
		return this.met.getAsBoolean();
	}

	/** A requirement of the Java version is met in the run on the newer JDK. */
	private static boolean isExpectedOf(Requirement requirement) {
		return switch (requirement) {
			case MOUNT, ROOT -> true;
			case VIRTUAL_THREADS, NOT_ROOT -> false;
		};
	}

	private static boolean canMount() {
		try {
			Path directory = Files.createTempDirectory("latchkey-mount");
			boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "latchkey", directory.toString());
			if (mounted) {
				mounted = run("umount", directory.toString());
			}
			Files.delete(directory);
			return mounted;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Run a program to its end.
	 * @param command the program and its arguments
	 * @return whether it succeeded
	 */
	public static boolean run(String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
