package dev.latchkey.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a figure depends on besides the program.
 */
final class Machine {

	private Machine() {
	}

	/**
	 * Describe this machine.
	 * @param directory where the lock files are
	 * @return a Markdown list
	 */
	static String describe(Path directory) throws IOException {
		return "- Kernel: " + System.getProperty("os.name") + " " + kernelVersion() + ", "
				+ System.getProperty("os.arch") + "\n- Processor: " + processor() + ", "
				+ Runtime.getRuntime().availableProcessors() + " of it\n- Filesystem: "
				+ Files.getFileStore(directory).type() + "\n- JDK: " + System.getProperty("java.vm.name") + " "
				+ System.getProperty("java.vm.version") + "\n";
	}

	/** Without what a distributor or host adds to the number. */
	private static String kernelVersion() {
		return System.getProperty("os.version").replaceFirst("-.*", "");
	}

	private static String processor() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
