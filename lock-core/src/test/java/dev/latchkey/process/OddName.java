package dev.latchkey.process;

import java.nio.file.Path;

/**
 * A file name of UTF-8 that is not ASCII: a JVM in the locale C can neither write nor
 * read it as text.
 */
public final class OddName {

	/** How the name is shown in that locale, without its ending. */
	public static final String ESCAPED = "caf\\xC3\\xA9";

	private OddName() {
	}

	/**
	 * Create an empty file, whatever the locale of this JVM.
	 * @param directory where it will be
	 * @param ending how its name ends
	 */
	public static void createIn(Path directory, String ending) {
		String command = "touch \"$1/$(printf 'caf\\303\\251')$2\"";
		if (!Requirement.run("sh", "-c", command, "sh", directory.toString(), ending)) {
			throw new AssertionError("The file cannot be created in " + directory);
		}
	}

}
