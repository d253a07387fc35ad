package dev.latchkey.platform.linux;

/**
 * The flags of open(2) whose values depend on the processor: ARM and PowerPC have their
 * own, the others the generic ones.
 */
final class OpenFlags {

	static final int DIRECTORY;

	static final int NOFOLLOW;

	static {
		String processor = System.getProperty("os.arch", "");
		boolean own = processor.startsWith("aarch64") || processor.startsWith("ppc64");
		DIRECTORY = own ? 040000 : 0200000;
		NOFOLLOW = own ? 0100000 : 0400000;
	}

	private OpenFlags() {
	}

}
